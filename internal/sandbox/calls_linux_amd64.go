package sandbox

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

// allowed are the system calls that a child may make, the frequent ones first.
var allowed = append([]uint32{
	unix.SYS_EPOLL_WAIT, unix.SYS_TIME, unix.SYS_ARCH_PRCTL,
}, common...)
