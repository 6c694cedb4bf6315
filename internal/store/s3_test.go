package store_test

import (
	"testing"

	"lamsach/internal/store"
	"lamsach/internal/store/s3test"
	"lamsach/internal/store/storetest"
)

func TestS3KeepsTheContract(t *testing.T) {
	server := s3test.Launch(t)
	server.Use(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		s, prefix, err := store.Resolve("s3://" + server.Bucket(t))
		if err != nil || prefix != "" {
			t.Fatalf("resolve: %q, %v", prefix, err)
		}
		return s
	})
}

// The same suite on a server of the reader's own: MinIO, Ceph, Amazon.
func TestNamedS3KeepsTheContract(t *testing.T) {
	storetest.Run(t, s3test.Named(t))
}
