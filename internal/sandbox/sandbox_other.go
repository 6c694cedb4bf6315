//go:build !linux

package sandbox

import (
	"errors"
	"os"
)

// Supported says whether this system has decoders in child processes.
const Supported = false

var errNone = errors.New("sandbox: this system has no decoders in child processes")

// Child is a started process.
type Child struct{}

// Start fails: there are no children here.
func Start(string, []*os.File) (*Child, error) { return nil, errNone }

// Kill does nothing.
func (*Child) Kill() {}

// Wait is never called.
func (*Child) Wait() End { return End{} }

// CPU is unknown.
func (*Child) CPU() (int64, bool) { return 0, false }

// Peak is unknown.
func (*Child) Peak() int64 { return 0 }

// Share fails: there are no children here.
func Share(int) ([]byte, *os.File, error) { return nil, nil, errNone }

// MapShared fails: there are no children here.
func MapShared(int, int) ([]byte, error) { return nil, errNone }

// Unshare does nothing.
func Unshare([]byte) {}

// Confine takes nothing away.
func Confine(Limits, int) Rights { return 0 }

// ReadOnly is unknown.
func ReadOnly(uintptr) bool { return false }

// Offers is nothing.
func Offers() Rights { return 0 }
