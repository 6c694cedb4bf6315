//go:build race

package sandbox_test

// raceOn says that the race detector is at work: it dies of other memory.
const raceOn = true
