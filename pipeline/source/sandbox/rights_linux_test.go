package sandbox_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	system "lamsach/internal/sandbox"
	"lamsach/pipeline/source/sandbox"
)

// tryRights is what a child answers when it tries what it may not do.
func tryRights() string {
	var said []string
	try := func(what string, err error) {
		var errno syscall.Errno
		if err == nil {
			said = append(said, what+"=done")
			return
		}
		if e, ok := err.(syscall.Errno); ok {
			errno = e
		} else {
			for err != nil {
				if e, ok := err.(syscall.Errno); ok {
					errno = e
				}
				u, ok := err.(interface{ Unwrap() error })
				if !ok {
					break
				}
				err = u.Unwrap()
			}
		}
		said = append(said, what+"="+unix.ErrnoName(errno))
	}
	raw := func(what string, number uintptr, args ...uintptr) {
		args = append(args, 0, 0, 0, 0, 0, 0)
		_, _, errno := syscall.RawSyscall6(number, args[0], args[1], args[2], args[3], args[4], args[5])
		if errno == 0 {
			try(what, nil)
		} else {
			try(what, errno)
		}
	}
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6, unix.AF_UNIX, unix.AF_NETLINK} {
		_, err := syscall.Socket(domain, syscall.SOCK_STREAM, 0)
		try(fmt.Sprintf("socket%d", domain), err)
	}
	_, err := os.Open("/etc/hostname")
	try("open", err)
	_, err = os.OpenFile("/tmp/lamsach-must-not-be", os.O_CREATE|os.O_WRONLY, 0o600)
	try("create", err)
	_, err = os.Stat("/etc")
	try("stat", err)
	_, err = os.ReadDir("/proc/self/fd")
	try("list", err)
	try("remove", os.Remove("/tmp/lamsach-must-not-be"))
	try("exec", syscall.Exec("/bin/true", []string{"true"}, nil))
	try("start", exec.Command("/bin/true").Run())
	raw("fork", unix.SYS_CLONE, uintptr(unix.SIGCHLD))
	try("kill", syscall.Kill(os.Getppid(), 0))
	try("ptrace", syscall.PtraceAttach(os.Getppid()))
	raw("readparent", unix.SYS_PROCESS_VM_READV, uintptr(os.Getppid()))
	raw("keyctl", unix.SYS_KEYCTL, 0, 0)
	raw("bpf", unix.SYS_BPF)
	raw("mount", unix.SYS_MOUNT)
	raw("unshare", unix.SYS_UNSHARE, unix.CLONE_NEWUSER)
	raw("iouring", unix.SYS_IO_URING_SETUP, 8)
	raw("openat2", unix.SYS_OPENAT2)
	raw("clone3", unix.SYS_CLONE3)
	raw("memfd", unix.SYS_MEMFD_CREATE)
	raw("prctl", unix.SYS_PRCTL, unix.PR_GET_NAME)
	raw("limits", unix.SYS_PRLIMIT64, 0, unix.RLIMIT_DATA)
	raw("shared", unix.SYS_MMAP, 0, 4096, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANON, ^uintptr(0))
	raw("code", unix.SYS_MMAP, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON, ^uintptr(0))
	page, err := unix.Mmap(-1, 0, 4096, unix.PROT_READ, unix.MAP_PRIVATE|unix.MAP_ANON)
	try("memory", err)
	if err == nil {
		raw("tocode", unix.SYS_MPROTECT, uintptr(unsafe.Pointer(&page[0])), 4096, unix.PROT_READ|unix.PROT_EXEC)
	}
	try("writeobject", func() error { _, err := syscall.Write(6, []byte("x")); return err }())
	_, err = syscall.Read(inherited, make([]byte, 1))
	try("inherited", err)
	try("env", func() error {
		if len(os.Environ()) > 0 {
			return nil
		}
		return syscall.ENOENT
	}())
	return strings.Join(said, " ")
}

// what the child answers on a system with filters
const wantRights = `
socket2=EPERM socket10=EPERM socket1=EPERM socket16=EPERM open=EPERM create=EPERM stat=EPERM list=EPERM remove=EPERM
exec=EPERM start=EPERM fork=EPERM kill=EPERM ptrace=EPERM readparent=EPERM keyctl=EPERM bpf=EPERM mount=EPERM unshare=EPERM
iouring=ENOSYS openat2=ENOSYS clone3=ENOSYS memfd=EPERM prctl=EPERM limits=EPERM shared=EPERM code=EPERM memory=done tocode=EPERM
writeobject=EBADF inherited=EBADF env=ENOENT
`

// inherited is a descriptor that this program has from somewhere and that its
// children would get.
const inherited = 77

func TestChildHasNoRights(t *testing.T) {
	if system.Offers()&system.NoSystem == 0 {
		t.Skip("this system has no filters:", sandbox.Strength())
	}
	if err := unix.Dup3(1, inherited, 0); err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(inherited)
	f, err := sandbox.Open(ctx, openLocal(t, "a.csv", []byte("HOOK open rights")), sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, want := strings.Fields(f.Format())[1:], strings.Fields(wantRights)
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("the child could do %v, want %v", got[min(i, len(got)):], want[min(i, len(want)):])
			break
		}
	}
	if want := system.Offers(); sandbox.Rights(f) != want {
		t.Errorf("the child gave up %s; the system offers %s", sandbox.Rights(f), want)
	}
	if _, err := all(f, 250); err != nil {
		t.Errorf("and then it could not read: %v", err)
	}
}

func TestStrengthIsToldInWords(t *testing.T) {
	for _, c := range []struct {
		rights system.Rights
		want   string
	}{
		{system.NoSystem | system.NoMemory | system.NoPrivilege | system.NoCore | system.NoOrphan, "a child process with no environment, no files, no network, no programs, limited memory, no new privileges, no core dumps, never longer than its parent"},
		{system.NoMemory | system.NoPrivilege | system.NoCore | system.NoOrphan, "a child process with no environment, limited memory, no new privileges, no core dumps, never longer than its parent; but with the system's own rights"},
	} {
		if got := c.rights.String(); got != c.want {
			t.Errorf("%b: %q, want %q", c.rights, got, c.want)
		}
	}
	if got := sandbox.Strength(); !strings.Contains(got, "child process") {
		t.Errorf("this system: %q", got)
	}
}
