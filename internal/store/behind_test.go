package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"lamsach/internal/store"
	"lamsach/internal/store/storetest"
)

// A store that does not wait for the disk keeps every other promise.
func TestBehind(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		return store.Behind(store.NewFiles(filepath.Join(t.TempDir(), "not", "yet")))
	})
}

func TestSync(t *testing.T) {
	root := t.TempDir()
	s := store.Behind(store.NewFiles(root))
	if _, err := s.Put(t.Context(), "a/b", []byte("bytes"), store.PutOptions{IfAbsent: true}); err != nil {
		t.Fatal(err)
	}
	syncer := s.(store.Syncer)
	for _, key := range []string{"a/b", "a/gone", "b/gone", "a/b/below a file"} {
		if err := syncer.Sync(t.Context(), key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	if got, err := os.ReadFile(filepath.Join(root, "a", "b")); err != nil || !bytes.Equal(got, []byte("bytes")) {
		t.Errorf("after syncing: %q, %v", got, err)
	}
	if err := syncer.Sync(t.Context(), "../a"); !errors.As(err, new(*store.KeyError)) {
		t.Errorf("a key that is none: %v", err)
	}
}
