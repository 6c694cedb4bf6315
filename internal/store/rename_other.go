//go:build !linux

package store

import "errors"

// renameNew has no portable form: better no object than one overwritten.
func renameNew(string, string) error {
	return errors.New("this file system has no hard links, which exclusive writing needs")
}
