package measure

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
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
	Family      *Family `json:"family,omitempty"`
}

// Run runs one command of a binary to its end and measures it. env is added to
// the environment. A run that published with something to look at (exit 4)
// counts.
func Run(bin string, env []string, args ...string) (Sample, error) {
	return Command{Bin: bin, Env: env, Args: args}.Run()
}

// RunTo is Run with the standard output kept in a file.
func RunTo(file, bin string, env []string, args ...string) (Sample, error) {
	return Command{Bin: bin, Env: env, Args: args, Stdout: file}.Run()
}

// Command is a process to measure.
type Command struct {
	Bin    string
	Args   []string
	Env    []string // added to the environment
	Stdout string   // file that keeps the standard output; "" to drop it
	Watch  bool     // look at the whole family of processes while it runs
	Limit  int64    // memory of the family in bytes at which it is ended, 0 for none; watches too
}

// ErrMemory says that a process and its children took more than they may.
var ErrMemory = errors.New("took more memory than it may")

// Run starts the process and waits for its end.
func (c Command) Run() (Sample, error) {
	cmd := exec.Command(c.Bin, c.Args...)
	cmd.Stderr = os.Stderr
	if c.Stdout != "" {
		out, err := os.Create(c.Stdout)
		if err != nil {
			return Sample{}, err
		}
		defer out.Close()
		cmd.Stdout = out
	}
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: c.Limit > 0}
	forgetPeak()
	start := time.Now()
	err := cmd.Start()
	if err != nil {
		return Sample{}, err
	}
	var family *familyWatch
	if c.Watch || c.Limit > 0 {
		family = watchFamily(cmd.Process.Pid, c.Limit)
	}
	err = cmd.Wait()
	s := sampleOf(cmd.ProcessState, time.Since(start))
	if family != nil {
		s.Family = family.end()
		if family.ended.Load() {
			return s, fmt.Errorf("%s: %w", strings.Join(append([]string{c.Bin}, c.Args[:min(2, len(c.Args))]...), " "), ErrMemory)
		}
	}
	if cmd.ProcessState.ExitCode() == 4 {
		err = nil
	}
	if err != nil {
		return s, fmt.Errorf("%s %s: %w", c.Bin, strings.Join(c.Args[:min(2, len(c.Args))], " "), err)
	}
	return s, nil
}

// forgetPeak gives back what this process does not need and lowers its own high
// mark: a child begins with the mark of its parent, so that a small one would
// seem as large as whoever measures it. Where it cannot be lowered, that is so.
func forgetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

func sampleOf(p *os.ProcessState, wall time.Duration) Sample {
	s := Sample{WallSeconds: wall.Seconds(), CPUSeconds: (p.UserTime() + p.SystemTime()).Seconds()}
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		s.PeakBytes = u.Maxrss * 1024
	}
	return s
}

// Wall, CPU and Peak are figures of a sample, for Spread.
func (s Sample) Wall() float64 { return s.WallSeconds }

// CPU is in seconds.
func (s Sample) CPU() float64 { return s.CPUSeconds }

// Peak is in bytes.
func (s Sample) Peak() float64 { return float64(s.PeakBytes) }

// All is the peak of the process and its children together, mapped pages
// counted in, where they were watched, in bytes; otherwise that of the largest.
func (s Sample) All() float64 {
	if s.Family == nil || s.Family.PeakBytes == 0 {
		return s.Peak()
	}
	return float64(max(s.Family.PeakBytes, s.Family.LargestBytes))
}

// Spread is the least, the median and the greatest of a figure.
func Spread(samples []Sample, of func(Sample) float64) (low, mid, high float64) {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[0], values[len(values)/2], values[len(values)-1]
}
