//go:build linux

package sandbox_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"lamsach/pipeline"
	"lamsach/pipeline/source/sandbox"
)

// middleName tells this program that it is the parent that will be killed.
const middleName = "LAMSACH_TEST_MIDDLE"

// middle opens the file that its environment names, says which process its
// child is, and has it compute for ever.
func middle() {
	f, err := os.Open(os.Getenv(middleName))
	if err != nil {
		panic(err)
	}
	file, err := sandbox.Open(ctx, &local{f, storeInfo(f)}, sandbox.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(sandbox.Pid(file))
	_ = file.Tables()[0].Read(ctx, pipeline.Part{Rows: 250}, []int{0}, &pipeline.Batch{})
}

// When the parent is killed, so is the child, whatever it does.
func TestNoOrphan(t *testing.T) {
	obj := openLocal(t, "a.csv", []byte("HOOK read loop"))
	defer obj.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{middleName + "=" + obj.(*local).Name()}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	pid, bad := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || bad != nil || !lives(pid) {
		t.Fatalf("the child: %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	for range 1000 {
		if !lives(pid) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the child lives on without its parent")
}

// lives says whether a process runs.
func lives(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return len(rest) > 0 && rest[0] != 'Z' && rest[0] != 'X'
}
