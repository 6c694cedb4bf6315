package sandbox

import (
	"os"
	"sync/atomic"
)

// argv0 is the name under which a child is started. It is no command.
const argv0 = "lamsach-decode"

// Descriptors of a child; 0 and 1 lead nowhere.
const (
	fdTold   = 3 + iota // frames from the parent
	fdSays              // frames to the parent
	fdMemory            // shared memory
	fdObject            // of a local object
	fdFirst             // first that a child has no business with
)

// mainCalled says that a child of this program would find its way.
var mainCalled atomic.Bool

// Main is called first thing in main of a program that opens files here, and
// in TestMain of its tests. In a child it decodes and never returns.
func Main() {
	if len(os.Args) == 1 && os.Args[0] == argv0 {
		os.Exit(serve())
	}
	mainCalled.Store(true)
}
