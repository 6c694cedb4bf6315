package s3test

import (
	"context"
	"crypto/rand"
	"io"
	"os"
	"strings"
	"testing"

	"lamsach/internal/store"
)

// Named gives empty stores on the server that LAMSACH_TEST_S3 names. The test
// skips when the variable is not set.
func Named(t *testing.T) func(t *testing.T) store.Store {
	t.Helper()
	location := os.Getenv("LAMSACH_TEST_S3")
	if location == "" {
		t.Skip("LAMSACH_TEST_S3 names no s3://bucket/prefix")
	}
	return func(t *testing.T) store.Store {
		s, prefix, err := store.Resolve(location)
		if err != nil {
			t.Fatal(err)
		}
		b := below{s, prefix + "lamsach-test-" + rand.Text() + "/"}
		t.Cleanup(func() { b.clear(t) })
		return b
	}
}

// below is a store whose keys all begin with a prefix of another one.
type below struct {
	base   store.Store
	prefix string
}

func (b below) clear(t *testing.T) {
	ctx := context.Background()
	infos, err := b.base.List(ctx, b.prefix)
	if err != nil {
		t.Errorf("cleaning up: %v", err)
	}
	for _, info := range infos {
		if err := b.base.Delete(ctx, info.Key); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	}
}

// in is the key in the other store; a bad key stays as bad as it is.
func (b below) in(key string) string {
	if store.CheckKey(key) != nil {
		return key
	}
	return b.prefix + key
}

func (b below) out(info store.Info, err error) (store.Info, error) {
	info.Key = strings.TrimPrefix(info.Key, b.prefix)
	return info, err
}

func (b below) object(o store.Object, err error) (store.Object, error) {
	if err != nil {
		return nil, err
	}
	return renamed{o, b}, nil
}

type renamed struct {
	store.Object
	b below
}

func (r renamed) Info() store.Info {
	info, _ := r.b.out(r.Object.Info(), nil)
	return info
}

func (b below) Open(ctx context.Context, key string) (store.Object, error) {
	return b.object(b.base.Open(ctx, b.in(key)))
}

func (b below) OpenSame(ctx context.Context, info store.Info) (store.Object, error) {
	info.Key = b.in(info.Key)
	return b.object(b.base.OpenSame(ctx, info))
}

func (b below) Put(ctx context.Context, key string, data []byte, o store.PutOptions) (store.Info, error) {
	return b.out(b.base.Put(ctx, b.in(key), data, o))
}

func (b below) PutFile(ctx context.Context, key string, data io.ReaderAt, size int64, o store.PutOptions) (store.Info, error) {
	return b.out(b.base.PutFile(ctx, b.in(key), data, size, o))
}

func (b below) Stat(ctx context.Context, key string) (store.Info, error) {
	return b.out(b.base.Stat(ctx, b.in(key)))
}

func (b below) Version(ctx context.Context, key string) (string, error) {
	return b.base.Version(ctx, b.in(key))
}

func (b below) Delete(ctx context.Context, key string) error { return b.base.Delete(ctx, b.in(key)) }

func (b below) List(ctx context.Context, prefix string) ([]store.Info, error) {
	infos, err := b.base.List(ctx, b.prefix+prefix)
	for i := range infos {
		infos[i], _ = b.out(infos[i], nil)
	}
	return infos, err
}
