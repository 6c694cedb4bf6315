package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// sample is what the operating system says of one finished process.
type sample struct {
	WallSeconds float64 `json:"wall_s"`
	CPUSeconds  float64 `json:"cpu_s"`
	PeakBytes   int64   `json:"peak_bytes"`
}

// run runs one command of the binary to its end and measures it. A run that
// published with something to look at (exit 4) counts.
func (c *config) run(args ...string) (sample, error) {
	cmd := exec.Command(c.bin, args...)
	cmd.Stderr = os.Stderr
	start := time.Now()
	err := cmd.Run()
	s := sample{WallSeconds: time.Since(start).Seconds()}
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
		return s, fmt.Errorf("%s %s: %w", c.bin, strings.Join(args[:2], " "), err)
	}
	return s, nil
}

// machine is what a figure must stand beside to mean anything.
type machine struct {
	CPU        string  `json:"cpu"`
	Processors int     `json:"processors"`
	Go         string  `json:"go"`
	AddGHz     float64 `json:"dependent_add_ghz"` // chained additions a nanosecond: the clock as this process gets it
	StreamGBs  float64 `json:"stream_gb_s"`       // one goroutine summing memory
}

func readMachine() machine {
	m := machine{CPU: "unknown", Processors: runtime.NumCPU(), Go: runtime.Version(), AddGHz: addGHz(), StreamGBs: streamGBs()}
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				m.CPU = strings.TrimSpace(value)
				break
			}
		}
	}
	return m
}

// Sink keeps the calibration loops from being optimised away.
var Sink uint64

func addGHz() float64 {
	const n = 400_000_000
	x := uint64(time.Now().UnixNano())
	start := time.Now()
	for range n / 4 {
		x += x>>63 + 1
		x += x>>63 + 1
	}
	Sink += x
	return n / float64(time.Since(start).Nanoseconds())
}

func streamGBs() float64 {
	words := make([]uint64, 32<<20)
	for i := range words {
		words[i] = uint64(i)
	}
	start := time.Now()
	var sum uint64
	for _, w := range words {
		sum += w
	}
	Sink += sum
	return float64(len(words)*8) / float64(time.Since(start).Nanoseconds())
}

func median(samples []sample, of func(sample) float64) (low, mid, high float64) {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[0], values[len(values)/2], values[len(values)-1]
}

func (r *report) print(w io.Writer) {
	fmt.Fprintf(w, "machine: %s, %d processors, %s; dependent add %.2f GHz, stream %.1f GB/s\n", r.Machine.CPU, r.Machine.Processors, r.Machine.Go, r.Machine.AddGHz, r.Machine.StreamGBs)
	r.step(w, "register build", "people/s", float64(r.People), r.Build)
	r.step(w, "run", "rows/s", float64(r.Rows), r.Run)
}

func (r *report) step(w io.Writer, what, unit string, n float64, samples []sample) {
	low, mid, high := median(samples, func(s sample) float64 { return s.WallSeconds })
	_, cpu, _ := median(samples, func(s sample) float64 { return s.CPUSeconds })
	_, _, peak := median(samples, func(s sample) float64 { return float64(s.PeakBytes) })
	fmt.Fprintf(w, "%-15s %9.0f %s (wall %.2f s, %.2f to %.2f over %d runs; CPU %.2f s; peak %.0f MiB)\n",
		what, n/mid, unit, mid, low, high, len(samples), cpu, peak/(1<<20))
}

// keep writes the raw figures under the processor's name.
func (r *report) keep(results string) error {
	cpu := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return '-'
	}, r.Machine.CPU)
	dir := filepath.Join(results, strings.Trim(cpu, "-"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	name := fmt.Sprintf("main_job-%dx%d%s-%s.json", r.People, r.Rows, r.Years, r.Mix)
	return os.WriteFile(filepath.Join(dir, name), append(text, '\n'), 0o644)
}
