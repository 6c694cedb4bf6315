package strict

import (
	"fmt"
	"io"
	"os"
)

// MaxBytes is how long a text may be. The parser takes quadratic time, up to a
// second or two at this size; what people write is a tenth of it.
const MaxBytes = 64 << 10

// ReadFile reads a file of at most MaxBytes. Errors: those of the file system,
// and one that says so when it is a folder or longer. Not the size that the file
// system tells counts but what is read: a pipe has none.
func ReadFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	var text []byte
	if !info.IsDir() {
		if text, err = io.ReadAll(io.LimitReader(f, MaxBytes+1)); err != nil {
			return nil, err
		}
	}
	if info.IsDir() || len(text) > MaxBytes {
		return nil, fmt.Errorf("%s: not a file of at most %d bytes", file, MaxBytes)
	}
	return text, nil
}
