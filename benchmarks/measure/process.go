package measure

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Sample is what the operating system says of one finished process, its
// children counted in.
type Sample struct {
	WallSeconds float64 `json:"wall_s"`
	CPUSeconds  float64 `json:"cpu_s"`
	PeakBytes   int64   `json:"peak_bytes"` // of the largest of the processes
}

// Run runs one command of a binary to its end and measures it. env is added to
// the environment. A run that published with something to look at (exit 4)
// counts.
func Run(bin string, env []string, args ...string) (Sample, error) {
	return run(nil, bin, env, args)
}

// RunTo is Run with the standard output kept in a file.
func RunTo(file, bin string, env []string, args ...string) (Sample, error) {
	out, err := os.Create(file)
	if err != nil {
		return Sample{}, err
	}
	s, err := run(out, bin, env, args)
	return s, errors.Join(err, out.Close())
}

func run(stdout *os.File, bin string, env, args []string) (Sample, error) {
	cmd := exec.Command(bin, args...)
	cmd.Stderr = os.Stderr
	if stdout != nil {
		cmd.Stdout = stdout
	}
	cmd.Env = append(os.Environ(), env...)
	start := time.Now()
	err := cmd.Run()
	s := Sample{WallSeconds: time.Since(start).Seconds()}
	if p := cmd.ProcessState; p != nil {
		s.CPUSeconds = (p.UserTime() + p.SystemTime()).Seconds()
		if u, ok := p.SysUsage().(*syscall.Rusage); ok {
			s.PeakBytes = u.Maxrss * 1024
		}
		if p.ExitCode() == 4 {
			err = nil
		}
	}
	if err != nil {
		return s, fmt.Errorf("%s %s: %w", bin, strings.Join(args[:min(2, len(args))], " "), err)
	}
	return s, nil
}

// Wall, CPU and Peak are figures of a sample, for Spread.
func (s Sample) Wall() float64 { return s.WallSeconds }

// CPU is in seconds.
func (s Sample) CPU() float64 { return s.CPUSeconds }

// Peak is in bytes.
func (s Sample) Peak() float64 { return float64(s.PeakBytes) }

// Spread is the least, the median and the greatest of a figure.
func Spread(samples []Sample, of func(Sample) float64) (low, mid, high float64) {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[0], values[len(values)/2], values[len(values)-1]
}
