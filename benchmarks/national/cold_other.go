//go:build !linux

package main

import "errors"

// forget cannot be done here.
func forget(string) error { return errors.ErrUnsupported }
