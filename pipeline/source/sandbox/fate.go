package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"lamsach/internal/sandbox"
	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// lieError is something a child said that cannot be.
type lieError struct{ text string }

func (e *lieError) Error() string { return "the decoder failed: " + e.text }

var (
	errFrame     = &lieError{"it sent a message that is none"}
	errBody      = &lieError{"it sent an answer that is none"}
	errBatch     = &lieError{"it handed over rows that are none"}
	errRows      = &lieError{"it handed over another number of rows than the file has"}
	errTooMuch   = &lieError{"it handed over more than was asked for"}
	errTooLittle = &lieError{"it handed over less than was asked for"}
	errInfo      = &lieError{"it describes a file that cannot be"}
	errAsked     = &lieError{"it asked for cells out of order"}
)

// lastWords is what a child said on standard error, sorted: the words
// themselves may hold cells and are not kept.
type lastWords int

const (
	wordsNone lastWords = iota
	wordsMemory
	wordsStack
)

// deathCries are lines with which the Go runtime or the C library ends a
// program, and what they mean. The first that is found counts.
var deathCries = []struct {
	begins  string
	meaning lastWords
}{
	{"runtime: out of memory", wordsMemory},
	{"fatal error: runtime: out of memory", wordsMemory},
	{"fatal error: out of memory", wordsMemory},
	{"fatal error: runtime: cannot allocate memory", wordsMemory},
	{"runtime: cannot allocate memory", wordsMemory},
	{"runtime/cgo: pthread_create failed", wordsMemory},
	{"runtime: failed to create new OS thread", wordsMemory},
	{"runtime: goroutine stack exceeds", wordsStack},
	{"fatal error: stack overflow", wordsStack},
	{"panic: ", wordsNone},
}

// hearWords reads what a child says until it is gone.
func hearWords(r io.Reader) lastWords {
	head := make([]byte, 16<<10)
	n, _ := io.ReadFull(r, head)
	_, _ = io.Copy(io.Discard, r)
	return sortWords(head[:n])
}

func sortWords(said []byte) lastWords {
	for line := range bytes.Lines(said) {
		for _, cry := range deathCries {
			if bytes.HasPrefix(line, []byte(cry.begins)) {
				return cry.meaning
			}
		}
	}
	return wordsNone
}

// judge says why nothing can be read any more.
func (c *child) judge(end sandbox.End, words lastWords) error {
	c.mu.Lock()
	cause := c.cause
	c.mu.Unlock()
	if cause != nil {
		return cause
	}
	text := "the decoder crashed"
	switch {
	case words == wordsMemory:
		text = "the decoder ran out of its memory limit of " + bytesText(c.limits.Memory)
	case words == wordsStack:
		text = "the file is nested too deeply for the decoder"
	case end.Forbidden:
		text = "the decoder was stopped: it did what it may not do"
	case end.Killed:
		text = "the decoder was killed"
	}
	if !c.ready.Load() {
		return &store.Unavailable{Op: "decode", Key: c.key, Err: errors.New(text + " before it began")}
	}
	return c.placed(text)
}

// placed is damage at the first place where a call stands.
func (c *child) placed(text string) error {
	var first *table.FormatError
	for _, l := range c.lanes {
		l.mu.Lock()
		if l.busy && (first == nil || before(&l.place, first)) {
			place := l.place
			first = &place
		}
		l.mu.Unlock()
	}
	e := table.Damage(c.key, "%s", text)
	if first != nil {
		e.Sheet, e.Group, e.Row = first.Sheet, first.Group, first.Row
	}
	return e
}

// before orders places by row; what names no row comes last.
func before(a, b *table.FormatError) bool {
	return a.Row >= 0 && (b.Row < 0 || a.Row < b.Row)
}

// bytesText is a number of bytes for people.
func bytesText(n int64) string {
	for _, unit := range [...]struct {
		size int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n >= unit.size && n%unit.size == 0 {
			return fmt.Sprintf("%d %s", n/unit.size, unit.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
