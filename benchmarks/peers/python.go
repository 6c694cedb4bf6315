package main

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// python is the environment that the peers run in.
type python struct {
	bin      string
	packages map[string]string // name → pinned version
	absent   map[string]string // name → why it is not there
}

// missing says why a peer cannot run; "" when it can.
func (p *python) missing(needs []string) string {
	for _, name := range needs {
		if why := p.absent[name]; why != "" {
			return name + ": " + why
		}
	}
	return ""
}

// install makes the environment with the pinned packages, unless it is there
// from before. What cannot be had is noted; only a broken requirements file is
// an error.
func (c *config) install() (*python, error) {
	list := filepath.Join(c.scripts, "requirements.txt")
	text, err := os.ReadFile(list)
	if err != nil {
		return nil, err
	}
	p := &python{packages: map[string]string{}, absent: map[string]string{}}
	for line := range strings.Lines(string(text)) {
		name, version, ok := strings.Cut(strings.TrimSpace(line), "==")
		if !ok {
			return nil, fmt.Errorf("%s: %q is not name==version", filepath.Base(list), strings.TrimSpace(line))
		}
		p.packages[name] = version
	}
	venv := filepath.Join(c.venv, fmt.Sprintf("venv-%x", sha256.Sum256(text))[:16])
	p.bin = filepath.Join(venv, "bin", "python")
	done := filepath.Join(venv, "complete")
	if _, err := os.Stat(done); err == nil {
		return p, nil
	}
	fmt.Fprintln(os.Stderr, "peers: installing", strings.Join(strings.Fields(string(text)), " "))
	if why := failure(exec.Command(c.python, "-m", "venv", "--clear", venv)); why != "" {
		for name := range p.packages {
			p.absent[name] = "no Python environment: " + why
		}
		return p, nil
	}
	if failure(p.pip("-r", list)) == "" {
		return p, os.WriteFile(done, nil, 0o600)
	}
	for name, version := range p.packages { // one that is missing must not take the others along
		if why := failure(p.pip(name + "==" + version)); why != "" {
			p.absent[name] = "not installed: " + why
		}
	}
	return p, nil
}

func (p *python) pip(args ...string) *exec.Cmd {
	return exec.Command(p.bin, append([]string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check"}, args...)...)
}

// failure runs a command and returns the last line of what it said when it
// failed.
func failure(cmd *exec.Cmd) string {
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	last := err.Error()
	lines := bufio.NewScanner(strings.NewReader(string(out)))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" {
			last = line
		}
	}
	return last
}
