package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lamsach/pipeline/source/sandbox"
	"lamsach/schemas"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	testscript.Main(m, map[string]func(){"lamsach": main})
}

// TestScripts runs the scripts of testdata: they are the specification of the
// command line. Commands beyond those of testscript:
//
//	exits CODE lamsach ARGS...   runs it and holds the exit code against CODE
//	flip FILE OFFSET             flips the bits of a byte; a negative offset counts from the end
//	cut FILE BYTES               cuts a file to its first bytes
//	same DIR DIR                 the tables below both folders are the same, byte for byte
//	nothing DIR                  no run is visible in an output folder
//	lines N FILE                 a file has at most N lines
//	codes SUMMARY                prints how often each code is counted; every code must be
//	killwhen GLOB lamsach ...    runs it and kills it as soon as a file matches
//	endwhen GLOB CODE lamsach    the same with an interrupt, which must end it with CODE
//
// Condition beyond those of testscript: peers, when Python has pyarrow and
// duckdb to read the tables with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "flip": flip, "cut": cut, "same": same, "nothing": nothing, "lines": lines, "codes": codes, "killwhen": killWhen, "endwhen": endWhen,
		},
		Condition:           condition,
		Setup:               setup,
		RequireExplicitExec: true, RequireUniqueNames: true,
	})
}

// setup tells scripts where the documentation is, whose examples they run.
func setup(e *testscript.Env) error {
	docs, err := filepath.Abs("../../docs")
	e.Setenv("DOCS", docs)
	return err
}

func atLeast(ts *testscript.TestScript, neg bool, args []string, n int, usage string) {
	if neg || len(args) < n {
		ts.Fatalf("usage: %s", usage)
	}
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 2, "exits CODE command args...")
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if failed := new(exec.ExitError); errors.As(err, &failed) {
		code = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s\n%s%s", code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func flip(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 2, "flip FILE OFFSET")
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	if at < 0 {
		at += len(data)
	}
	data[at] ^= 0xff
	ts.Check(os.WriteFile(name, data, 0o600))
}

func cut(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 2, "cut FILE BYTES")
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

func same(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 2, "same DIR DIR")
	a, b := tables(ts, args[0]), tables(ts, args[1])
	if len(a) == 0 || len(a) != len(b) {
		ts.Fatalf("%d tables and %d tables", len(a), len(b))
	}
	for name, data := range a {
		if !bytes.Equal(data, b[name]) {
			ts.Fatalf("%s differs (%d and %d bytes)", name, len(data), len(b[name]))
		}
	}
}

// tables reads every Parquet file below a folder that is not a work folder.
func tables(ts *testscript.TestScript, dir string) map[string][]byte {
	out := map[string][]byte{}
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".parquet") || strings.Contains(name, ".work") {
			return err
		}
		rel, _ := filepath.Rel(root, name)
		out[rel], err = os.ReadFile(name)
		return err
	}))
	return out
}

func nothing(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 1, "nothing DIR")
	root := ts.MkAbs(args[0])
	_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			ts.Fatalf("%s is there", name)
		}
		return nil
	})
}

func lines(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 2, "lines N FILE")
	most, err := strconv.Atoi(args[0])
	ts.Check(err)
	if n := strings.Count(ts.ReadFile(args[1]), "\n"); n > most {
		ts.Fatalf("%d lines, at most %d are allowed", n, most)
	}
}

// condition knows the peers that read our tables. Where they must be there
// their absence is a failure.
func condition(name string) (bool, error) {
	if name != "peers" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	err := exec.Command("python3", "-c", "import pyarrow, duckdb").Run()
	if err != nil && os.Getenv("LAMSACH_REQUIRE_PEERS") != "" {
		return false, fmt.Errorf("python3 with pyarrow and duckdb: %w", err)
	}
	return err == nil, nil
}

// killWhen sends SIGKILL when a file matches: no handler runs, as when the
// machine loses power.
func killWhen(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 2, "killwhen GLOB command args...")
	signalWhen(ts, args[0], os.Kill, args[1:])
}

// endWhen sends an interrupt when a file matches.
func endWhen(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 3, "endwhen GLOB CODE command args...")
	if code := signalWhen(ts, args[0], os.Interrupt, args[2:]); strconv.Itoa(code) != args[1] {
		ts.Fatalf("exit code %d, want %s", code, args[1])
	}
}

// signalWhen runs a command, sends it a signal as soon as a file matches, and
// returns its exit code, -1 when the signal ended it.
func signalWhen(ts *testscript.TestScript, glob string, signal os.Signal, args []string) int {
	name := filepath.Join(strings.Split(ts.Getenv("PATH"), string(filepath.ListSeparator))[0], args[0])
	cmd := exec.Command(name, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"))
	ts.Check(cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		if found, _ := filepath.Glob(ts.MkAbs(glob)); len(found) > 0 {
			ts.Check(cmd.Process.Signal(signal))
			<-done
			return cmd.ProcessState.ExitCode()
		}
		select {
		case err := <-done:
			ts.Fatalf("the command ended (%v) before %s was there", err, glob)
		case <-time.After(time.Millisecond):
		}
	}
}

// codes prints how often a report counts each code of the catalogue, by field,
// and fails where one of them never comes.
func codes(ts *testscript.TestScript, neg bool, args []string) {
	atLeast(ts, neg, args, 1, "codes SUMMARY")
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%d files match %s", len(found), args[0])
	}
	type counted struct {
		Field, Code string
		Rows        int64
	}
	var summary struct{ Issues, Repairs []counted }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(found[0])), &summary))
	var lines []string
	there := map[string]bool{}
	for _, c := range append(summary.Issues, summary.Repairs...) {
		there[c.Code] = true
		lines = append(lines, fmt.Sprintf("%s %s %d\n", c.Code, c.Field, c.Rows))
	}
	slices.Sort(lines)
	_, _ = ts.Stdout().Write([]byte(strings.Join(lines, "")))
	for c := schemas.NoCode + 1; c < schemas.Codes; c++ {
		if !there[c.String()] {
			ts.Logf("no row has %s", c)
			neg = true
		}
	}
	if neg {
		ts.Fatalf("add rows for these codes")
	}
}
