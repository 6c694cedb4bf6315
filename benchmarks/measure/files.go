package measure

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Files are an invented register and a dirty file about it, made by the binary
// and kept for the next measurement.
type Files struct {
	Bin    string
	Dir    string // where all sets lie
	People int
	Rows   int
	Seed   int
	Years  string // birth years of a dense slice, FROM-TO; "" for a population
	Mix    string // of errors
}

func (f Files) people() string {
	return filepath.Join(f.Dir, fmt.Sprintf("p%d-s%d%s", f.People, f.Seed, f.Years))
}

// Register is the folder of the register's Parquet files.
func (f Files) Register() string { return filepath.Join(f.people(), "register") }

// Snapshot is where a snapshot of the register goes.
func (f Files) Snapshot() string { return filepath.Join(f.people(), "register.lamsach") }

// Input is the folder of the dirty files.
func (f Files) Input() string {
	return filepath.Join(f.people(), fmt.Sprintf("in-%d-%s", f.Rows, f.Mix))
}

// Truth is the folder of the truth about the dirty files.
func (f Files) Truth() string { return filepath.Join(f.Input(), "truth") }

// Invent makes what is not there from before.
func (f Files) Invent() error {
	err := once(f.Register(), func(dir string) error {
		args := []string{"synth", "register", "--people", strconv.Itoa(f.People), "--seed", strconv.Itoa(f.Seed), "--out", dir}
		if f.Years != "" {
			args = append(args, "--years", f.Years)
		}
		_, err := Run(f.Bin, nil, args...)
		return err
	})
	if err != nil {
		return err
	}
	return once(f.Input(), func(dir string) error {
		_, err := Run(f.Bin, nil, "synth", "inputs", "--register", f.Register(), "--dataset", "bank-credit",
			"--rows", strconv.Itoa(f.Rows), "--seed", strconv.Itoa(f.Seed), "--mix", f.Mix, "--out", dir)
		return err
	})
}

// once makes a folder under another name first, so that what was broken off is
// never taken for the whole.
func once(dir string, write func(dir string) error) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	part := dir + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	if err := os.MkdirAll(part, 0o755); err != nil {
		return err
	}
	if err := write(part); err != nil {
		return err
	}
	return os.Rename(part, dir)
}

// Job writes a job file of these files. outputs "" is what the job writes by
// default, memory "" its default limit.
func (f Files) Job(path, output, outputs, memory string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "version: 1\nkind: link\nname: benchmark\ndataset: bank-credit\n")
	fmt.Fprintf(&b, "input: [ %q ]\nregister: %q\noutput: %q\n", absolute(f.Input())+"/*.parquet", absolute(f.Snapshot()), absolute(output))
	if outputs != "" {
		fmt.Fprintf(&b, "outputs: [ %s ]\n", outputs)
	}
	if memory != "" {
		fmt.Fprintf(&b, "limits: { memory: %s }\n", memory)
	}
	return os.WriteFile(path, []byte(b.String()), 0o600)
}

func absolute(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}

// Newest is the folder of the newest run of an output; the output itself when
// nothing was published.
func Newest(output string) string {
	var latest struct {
		Path string `json:"path"`
	}
	if text, err := os.ReadFile(filepath.Join(output, "latest.json")); err == nil {
		_ = json.Unmarshal(text, &latest) // an unreadable pointer leaves the path empty, and the reader says what it misses
	}
	return filepath.Join(output, latest.Path)
}
