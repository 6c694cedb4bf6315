package kernel

import (
	"bufio"
	"bytes"
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A function that works with wide registers must not use an instruction of the
// time before them: on some processors each one costs as much as a call, and the
// compiler has been seen to put one into a loop, which became ten times slower.
func TestWideFunctionsUseNoLegacyInstructions(t *testing.T) {
	objdump, err := exec.LookPath("objdump")
	if err != nil && os.Getenv("LAMSACH_REQUIRE_PEERS") != "" {
		t.Fatal("objdump of binutils is required here:", err)
	}
	if err != nil {
		t.Skip("no objdump:", err)
	}
	binary := filepath.Join(t.TempDir(), "kernel.test")
	build := exec.Command("go", "test", "-c", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOEXPERIMENT=simd", "GOOS=linux", "GOARCH=amd64")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	functions := kernelFunctions(t, binary)
	wide := 0
	for name, f := range disassemble(t, objdump, binary, functions) {
		if f.wide {
			wide++
		}
		if f.wide && f.legacy != "" {
			t.Errorf("%s uses wide registers and %q", name, f.legacy)
		}
	}
	if wide < 20 {
		t.Errorf("%d functions use wide registers: the test looks in the wrong place", wide)
	}
}

// kernelFunctions are the functions of this package in a binary, by where they
// begin.
func kernelFunctions(t *testing.T, binary string) map[uint64]elf.Symbol {
	t.Helper()
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	symbols, err := file.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	functions := map[uint64]elf.Symbol{}
	for _, s := range symbols {
		if strings.HasPrefix(s.Name, "lamsach/matchers/kernel.") && elf.ST_TYPE(s.Info) == elf.STT_FUNC {
			functions[s.Value] = s
		}
	}
	return functions
}

type disassembled struct {
	wide   bool   // it uses a register of 256 or 512 bits
	legacy string // the first instruction on registers of 128 bits that is no vector instruction
}

var instruction = regexp.MustCompile(`^\s*([0-9a-f]+):\s+(\S+)(.*)`)

func disassemble(t *testing.T, objdump, binary string, functions map[uint64]elf.Symbol) map[string]disassembled {
	t.Helper()
	low, high := ^uint64(0), uint64(0)
	for at, s := range functions {
		low, high = min(low, at), max(high, at+s.Size)
	}
	out, err := exec.Command(objdump, "-d", "--no-show-raw-insn",
		fmt.Sprintf("--start-address=%#x", low), fmt.Sprintf("--stop-address=%#x", high), binary).Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]disassembled{}
	var in elf.Symbol
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		m := instruction.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		at, err := strconv.ParseUint(m[1], 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if s, begins := functions[at]; begins {
			in = s
		}
		if at >= in.Value+in.Size {
			continue
		}
		f := found[in.Name]
		f.wide = f.wide || strings.Contains(m[3], "%ymm") || strings.Contains(m[3], "%zmm")
		if f.legacy == "" && strings.Contains(m[3], "%xmm") && !strings.HasPrefix(m[2], "v") {
			f.legacy = strings.TrimSpace(m[2] + m[3])
		}
		found[in.Name] = f
	}
	return found
}
