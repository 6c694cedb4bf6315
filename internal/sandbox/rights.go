package sandbox

import "strings"

// Rights says, bit by bit, what a child has given up.
type Rights uint32

// What a child can give up.
const (
	NoSystem    Rights = 1 << iota // system calls beyond an allow-list: files, network, programs, other processes
	NoMemory                       // memory beyond its limit
	NoPrivilege                    // gaining rights through a program that has more
	NoCore                         // leaving an image of its memory behind
	NoOrphan                       // living longer than its parent
)

var rightsText = []struct {
	right    Rights
	has, not string
}{
	{NoSystem, "no files, no network, no programs", "the system's own rights"},
	{NoMemory, "limited memory", "unlimited memory"},
	{NoPrivilege, "no new privileges", "possibly new privileges"},
	{NoCore, "no core dumps", "possibly core dumps"},
	{NoOrphan, "never longer than its parent", "possibly longer than its parent"},
}

// String says in words what is given up and what is not.
func (r Rights) String() string {
	has, not := []string{"no environment"}, []string{}
	for _, t := range rightsText {
		if r&t.right != 0 {
			has = append(has, t.has)
		} else {
			not = append(not, t.not)
		}
	}
	text := "a child process with " + strings.Join(has, ", ")
	if len(not) > 0 {
		text += "; but with " + strings.Join(not, ", ")
	}
	return text
}

// Limits are what a child may take.
type Limits struct {
	Memory int64 // bytes of private memory beyond what the program has at its start
	Files  int   // descriptors
}

// End is how a child ended and what it cost.
type End struct {
	Forbidden bool  // for a system call that it may not make
	Killed    bool  // by a signal that nobody can refuse
	CPU       int64 // nanoseconds, user and system
	// Resident is the most memory it had at once, in bytes. It is never too
	// low, but what the parent had counts in it, as Linux hands it down.
	Resident int64
}
