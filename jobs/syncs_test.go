package jobs

import (
	"context"
	"errors"
	"sync"
	"testing"

	"lamsach/internal/store"
)

// slowDisk counts what is synced, and fails for one key.
type slowDisk struct {
	store.Store
	mu     sync.Mutex
	synced map[string]bool
}

var errDisk = errors.New("the disk is gone")

func (d *slowDisk) Sync(_ context.Context, key string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.synced[key] = true
	if key == "bad" {
		return errDisk
	}
	return nil
}

// All that was added is synced before wait returns; a failure is told and
// nobody who adds after it hangs.
func TestSyncs(t *testing.T) {
	d := &slowDisk{synced: map[string]bool{}}
	w := beginSyncs(t.Context(), d)
	for i := range 5 * waitForSync {
		w.add(partName("cleaned", i))
	}
	if err := w.wait(); err != nil || len(d.synced) != 5*waitForSync {
		t.Errorf("%d of %d were synced: %v", len(d.synced), 5*waitForSync, err)
	}
	if err := w.wait(); err != nil {
		t.Errorf("waited for again: %v", err)
	}
	w = beginSyncs(t.Context(), d)
	for range syncing {
		w.add("bad")
	}
	for range 5 * waitForSync {
		w.add("more")
	}
	if err := w.wait(); !errors.Is(err, errDisk) {
		t.Errorf("a disk that fails: %v", err)
	}
	w = beginSyncs(t.Context(), struct{ store.Store }{})
	w.add("nothing to do")
	if err := w.wait(); err != nil {
		t.Error(err)
	}
}
