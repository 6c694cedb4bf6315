package sandbox

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Offsets in struct seccomp_data: number, architecture, instruction pointer,
// six arguments. All architectures of ours are little-endian, so the low half
// of an argument comes first.
const (
	dataNumber = 0
	dataArch   = 4
	dataArgs   = 16
)

// newCalls is the first number of those that all architectures share. A call
// from there on that is not on the list does not exist for the child (ENOSYS):
// callers of new calls know what to do then. Older ones are forbidden (EPERM).
const newCalls = 424

// program builds a filter, instruction by instruction.
type program []unix.SockFilter

func (p *program) add(code uint16, k uint32, yes, no uint8) {
	*p = append(*p, unix.SockFilter{Code: code, Jt: yes, Jf: no, K: k})
}

func (p *program) load(offset uint32)   { p.add(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, offset, 0, 0) }
func (p *program) answer(action uint32) { p.add(unix.BPF_RET|unix.BPF_K, action, 0, 0) }

func (p *program) fail(err unix.Errno) { p.answer(unix.SECCOMP_RET_ERRNO | uint32(err)) }

// on runs body only for a system call of that number.
func (p *program) on(number uint32, body func(*program)) {
	var inner program
	body(&inner)
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, number, 0, uint8(len(inner)))
	*p = append(*p, inner...)
}

// unless answers with an error where a test of an argument does not hold.
// Tests are BPF_JEQ (equal to k) and BPF_JSET (has a bit of k), after masking.
func (p *program) unless(arg, mask uint32, test uint16, k uint32, holds bool, err unix.Errno) {
	p.load(dataArgs + 8*arg)
	p.add(unix.BPF_ALU|unix.BPF_AND|unix.BPF_K, mask, 0, 0)
	yes, no := uint8(1), uint8(0)
	if !holds {
		yes, no = 0, 1
	}
	p.add(unix.BPF_JMP|test|unix.BPF_K, k, yes, no)
	p.fail(err)
}

// rules is the filter: an allow-list of what the Go runtime and the C library
// need to compute, to read and write descriptors that are open, and to end.
func rules(self uint32) program {
	var p program
	p.load(dataArch)
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, auditArch, 1, 0)
	p.answer(unix.SECCOMP_RET_KILL_PROCESS)
	p.load(dataNumber)
	const otherABI = 0x40000000 // x32 on amd64; no such number elsewhere
	p.add(unix.BPF_JMP|unix.BPF_JGE|unix.BPF_K, otherABI, 0, 1)
	p.answer(unix.SECCOMP_RET_KILL_PROCESS)
	for _, number := range allowed {
		p.on(number, func(p *program) { p.answer(unix.SECCOMP_RET_ALLOW) })
	}
	const all = ^uint32(0)
	// Private memory without code in it: shared memory is not counted by limits.
	p.on(unix.SYS_MMAP, func(p *program) {
		p.unless(2, all, unix.BPF_JSET, unix.PROT_EXEC, false, unix.EPERM)
		p.unless(3, unix.MAP_TYPE, unix.BPF_JEQ, unix.MAP_PRIVATE, true, unix.EPERM)
		p.answer(unix.SECCOMP_RET_ALLOW)
	})
	p.on(unix.SYS_MPROTECT, func(p *program) {
		p.unless(2, all, unix.BPF_JSET, unix.PROT_EXEC, false, unix.EPERM)
		p.answer(unix.SECCOMP_RET_ALLOW)
	})
	// Threads, no processes.
	p.on(unix.SYS_CLONE, func(p *program) {
		p.unless(0, all, unix.BPF_JSET, unix.CLONE_THREAD, true, unix.EPERM)
		p.answer(unix.SECCOMP_RET_ALLOW)
	})
	// Signals to itself only.
	p.on(unix.SYS_TGKILL, func(p *program) {
		p.unless(0, all, unix.BPF_JEQ, self, true, unix.EPERM)
		p.answer(unix.SECCOMP_RET_ALLOW)
	})
	p.on(unix.SYS_FCNTL, func(p *program) {
		p.unless(1, all, unix.BPF_JEQ, unix.F_GETFL, true, unix.EPERM)
		p.answer(unix.SECCOMP_RET_ALLOW)
	})
	p.add(unix.BPF_JMP|unix.BPF_JGE|unix.BPF_K, newCalls, 0, 1)
	p.fail(unix.ENOSYS)
	p.fail(unix.EPERM)
	return p
}

// filter lays the rules on every thread of this process.
func filter() error {
	if allowed == nil {
		return unix.ENOSYS
	}
	p := rules(uint32(os.Getpid()))
	prog := unix.SockFprog{Len: uint16(len(p)), Filter: &p[0]}
	return seccomp(unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, unsafe.Pointer(&prog))
}

// probeFilter asks whether the system knows filters.
func probeFilter() error {
	action := uint32(unix.SECCOMP_RET_ERRNO)
	return seccomp(unix.SECCOMP_GET_ACTION_AVAIL, 0, unsafe.Pointer(&action))
}

func seccomp(op, flags uintptr, arg unsafe.Pointer) error {
	thread, _, errno := unix.Syscall(unix.SYS_SECCOMP, op, flags, uintptr(arg))
	switch {
	case errno != 0:
		return errno
	case thread != 0:
		return unix.ESRCH // that thread cannot be brought under the filter
	}
	return nil
}

func pointer(n *int32) uintptr { return uintptr(unsafe.Pointer(n)) }
