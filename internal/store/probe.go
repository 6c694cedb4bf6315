package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/minio/minio-go/v7"
)

// Capabilities says which conditions of PutOptions a store honours. Without
// both, only one process may write to it at a time.
type Capabilities struct{ IfAbsent, IfMatch bool }

// All says whether nothing is missing.
func (c Capabilities) All() bool { return c.IfAbsent && c.IfMatch }

// Probe finds out what a store honours. Files honour everything. A server may
// ignore a condition without a word, so one small object with a random name is
// written below the prefix, and removed again.
func Probe(ctx context.Context, s Store, prefix string) (Capabilities, error) {
	p, ok := s.(interface {
		probe(ctx context.Context, prefix string) (Capabilities, error)
	})
	if !ok {
		return Capabilities{IfAbsent: true, IfMatch: true}, nil
	}
	return p.probe(ctx, prefix)
}

// WithoutConditions gives the store as it can be used with what Probe found.
// Where a condition is missing, Put and PutFile look for themselves before
// they write: right for a single writer, and for nobody else.
func WithoutConditions(s Store, has Capabilities) Store {
	if s3, ok := s.(*S3); ok && !has.All() {
		plain := *s3
		plain.plain = true
		return &plain
	}
	return s
}

// probe asks, for each condition, for something that must be refused, and then
// for something that must not.
func (s *S3) probe(ctx context.Context, prefix string) (has Capabilities, err error) {
	var name [8]byte
	rand.Read(name[:]) // never fails
	key := prefix + "lamsach-probe-" + hex.EncodeToString(name[:])
	if err := CheckKey(key); err != nil {
		return has, err
	}
	defer func() {
		if e := s.Delete(context.WithoutCancel(ctx), key); err == nil {
			err = e
		}
	}()
	if _, err := s.attempt(ctx, key, "first", PutOptions{}); err != nil {
		return has, err
	}
	took, err := s.attempt(ctx, key, "second", PutOptions{IfAbsent: true})
	if err != nil {
		return has, err
	}
	has.IfAbsent = !took
	took, err = s.attempt(ctx, key, "third", PutOptions{IfMatch: "00000000000000000000000000000000"})
	if err != nil {
		return has, err
	}
	there, err := s.Stat(ctx, key)
	if err != nil {
		return has, err
	}
	right, err := s.attempt(ctx, key, "fourth", PutOptions{IfMatch: there.Version})
	has.IfMatch = !took && right
	return has, err
}

// attempt writes without reading back and says whether the server took it.
func (s *S3) attempt(ctx context.Context, key, text string, o PutOptions) (took bool, err error) {
	w := &write{key: key, data: bytes.NewReader([]byte(text)), size: int64(len(text)), kept: newKept(Sum([]byte(text)))}
	err = s.try(ctx, call{op: "put", key: key}, func(ctx context.Context, _ *attempt) error {
		_, err := s.putOnce(ctx, w, o)
		var resp minio.ErrorResponse
		switch {
		case refused(err), errors.Is(err, ErrPrecondition):
			took = false
			return nil
		case errors.As(err, &resp) && (resp.StatusCode == http.StatusNotImplemented || resp.Code == "NotImplemented") && o != (PutOptions{}):
			took = true // refuses to hear of conditions at all: as good as ignoring them
			return nil
		}
		took = err == nil
		return err
	})
	return took, err
}
