package measure

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Machine is what a figure must stand beside to mean anything.
type Machine struct {
	CPU        string  `json:"cpu"`
	Processors int     `json:"processors"`
	Go         string  `json:"go"`
	AddGHz     float64 `json:"dependent_add_ghz"` // chained additions a nanosecond: the clock as this process gets it
	StreamGBs  float64 `json:"stream_gb_s"`       // one goroutine summing memory
}

// ReadMachine measures the machine; it takes about half a second.
func ReadMachine() Machine {
	m := Machine{CPU: "unknown", Processors: runtime.NumCPU(), Go: runtime.Version(), AddGHz: addGHz(), StreamGBs: streamGBs()}
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

// String is the calibration line that figures stand beside.
func (m Machine) String() string {
	return fmt.Sprintf("%s, %d processors, %s; dependent add %.2f GHz, stream %.1f GB/s", m.CPU, m.Processors, m.Go, m.AddGHz, m.StreamGBs)
}

// Keep writes raw figures as JSON into a file under the processor's name.
func (m Machine) Keep(results, name string, figures any) error {
	text, err := json.MarshalIndent(figures, "", "  ")
	if err != nil {
		return err
	}
	return m.KeepText(results, name, string(text)+"\n")
}

// KeepText writes a text into a file under the processor's name.
func (m Machine) KeepText(results, name, text string) error {
	cpu := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return '-'
	}, m.CPU)
	dir := filepath.Join(results, strings.Trim(cpu, "-"))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644)
}
