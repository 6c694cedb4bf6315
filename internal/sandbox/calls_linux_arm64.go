package sandbox

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// allowed are the system calls that a child may make, the frequent ones first.
var allowed = common
