package sandbox

import (
	"encoding/binary"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// call is what the kernel shows a filter of a system call.
type call struct {
	number uint32
	arch   uint32
	args   [6]uint64
}

func (c call) word(offset uint32) uint32 {
	data := make([]byte, 64)
	le := binary.LittleEndian
	le.PutUint32(data[dataNumber:], c.number)
	le.PutUint32(data[dataArch:], c.arch)
	for i, a := range c.args {
		le.PutUint64(data[dataArgs+8*i:], a)
	}
	return le.Uint32(data[offset:])
}

// verdict runs a filter as the kernel does; jumps go forward only, so it ends.
func verdict(t *testing.T, p program, c call) uint32 {
	t.Helper()
	var a uint32
	for at := 0; at < len(p); at++ {
		in := p[at]
		jump := func(yes bool) {
			if yes {
				at += int(in.Jt)
			} else {
				at += int(in.Jf)
			}
		}
		switch in.Code {
		case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
			a = c.word(in.K)
		case unix.BPF_ALU | unix.BPF_AND | unix.BPF_K:
			a &= in.K
		case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K:
			jump(a == in.K)
		case unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K:
			jump(a >= in.K)
		case unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K:
			jump(a&in.K != 0)
		case unix.BPF_RET | unix.BPF_K:
			return in.K
		default:
			t.Fatalf("instruction %d: %+v", at, in)
		}
	}
	t.Fatal("the filter gives no answer")
	return 0
}

func TestRules(t *testing.T) {
	if allowed == nil {
		t.Skip("there is no list for", runtime.GOARCH)
	}
	const self = 4711
	p := rules(self)
	if len(p) > unix.BPF_MAXINSNS {
		t.Fatalf("%d instructions, the kernel takes %d", len(p), unix.BPF_MAXINSNS)
	}
	const (
		yes    = uint32(unix.SECCOMP_RET_ALLOW)
		no     = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
		absent = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
		death  = uint32(unix.SECCOMP_RET_KILL_PROCESS)
	)
	rw, private := uint64(unix.PROT_READ|unix.PROT_WRITE), uint64(unix.MAP_PRIVATE|unix.MAP_ANON)
	for _, c := range []struct {
		what string
		call call
		want uint32
	}{
		{"read", call{number: unix.SYS_READ}, yes},
		{"exit", call{number: unix.SYS_EXIT_GROUP}, yes},
		{"memory", call{number: unix.SYS_MMAP, args: [6]uint64{0, 1 << 20, rw, private}}, yes},
		{"memory at a place", call{number: unix.SYS_MMAP, args: [6]uint64{1 << 30, 1 << 20, 0, private | unix.MAP_FIXED | unix.MAP_NORESERVE}}, yes},
		{"shared memory", call{number: unix.SYS_MMAP, args: [6]uint64{0, 1 << 20, rw, unix.MAP_SHARED | unix.MAP_ANON}}, no},
		{"shared memory, the other word", call{number: unix.SYS_MMAP, args: [6]uint64{0, 1 << 20, rw, unix.MAP_SHARED_VALIDATE}}, no},
		{"code", call{number: unix.SYS_MMAP, args: [6]uint64{0, 1 << 20, unix.PROT_READ | unix.PROT_EXEC, private}}, no},
		{"becomes code", call{number: unix.SYS_MPROTECT, args: [6]uint64{0, 4096, unix.PROT_EXEC}}, no},
		{"becomes writable", call{number: unix.SYS_MPROTECT, args: [6]uint64{0, 4096, rw}}, yes},
		{"a thread", call{number: unix.SYS_CLONE, args: [6]uint64{unix.CLONE_VM | unix.CLONE_THREAD | unix.CLONE_SIGHAND}}, yes},
		{"a process", call{number: unix.SYS_CLONE, args: [6]uint64{uint64(unix.SIGCHLD)}}, no},
		{"a process with its memory", call{number: unix.SYS_CLONE, args: [6]uint64{unix.CLONE_VM | unix.CLONE_VFORK}}, no},
		{"a new call for it", call{number: unix.SYS_CLONE3}, absent},
		{"a signal to itself", call{number: unix.SYS_TGKILL, args: [6]uint64{self, 1, 6}}, yes},
		{"a signal to another", call{number: unix.SYS_TGKILL, args: [6]uint64{self + 1, 1, 6}}, no},
		{"the flags of a descriptor", call{number: unix.SYS_FCNTL, args: [6]uint64{3, unix.F_GETFL}}, yes},
		{"the owner of a descriptor", call{number: unix.SYS_FCNTL, args: [6]uint64{3, unix.F_SETOWN, 1}}, no},
		{"a file", call{number: unix.SYS_OPENAT}, no},
		{"a program", call{number: unix.SYS_EXECVE}, no},
		{"a socket", call{number: unix.SYS_SOCKET}, no},
		{"a pair of them", call{number: unix.SYS_SOCKETPAIR}, no},
		{"a limit", call{number: unix.SYS_PRLIMIT64}, no},
		{"a device's own call", call{number: unix.SYS_IOCTL}, no},
		{"rings", call{number: unix.SYS_IO_URING_SETUP}, absent},
		{"a handle of a process", call{number: unix.SYS_PIDFD_OPEN}, absent},
		{"a call of a later kernel", call{number: 5000}, absent},
		{"another architecture", call{number: unix.SYS_READ, arch: unix.AUDIT_ARCH_I386}, death},
		{"the other numbers of this one", call{number: unix.SYS_READ | 0x40000000}, death},
	} {
		if c.call.arch == 0 {
			c.call.arch = auditArch
		}
		if got := verdict(t, p, c.call); got != c.want {
			t.Errorf("%s: %x, want %x", c.what, got, c.want)
		}
	}
}

// Nobody can take shared memory away under another's hands, or make more of it.
func TestSharedMemoryIsSealed(t *testing.T) {
	mem, file, err := Share(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	defer Unshare(mem)
	for _, size := range []int64{0, 1 << 19, 1 << 21} {
		if err := file.Truncate(size); err == nil {
			t.Errorf("shared memory became %d bytes", size)
		}
	}
	other, err := MapShared(int(file.Fd()), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	defer Unshare(other)
	if mem[1<<20-1] = 7; other[1<<20-1] != 7 {
		t.Error("the memory is not the same")
	}
}
