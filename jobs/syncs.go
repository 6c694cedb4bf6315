package jobs

import (
	"context"
	"sync"

	"github.com/sourcegraph/conc/pool"

	"lamsach/internal/store"
)

// syncs sees to it that the tables of a run are on the disk before its manifest
// is, while the work goes on: no worker waits for the disk, unless it is far
// behind. A power cut before the commit may take tables that the ledger names;
// the next process finds out by their checksums.
type syncs struct {
	keys chan string
	wait func() error // for everything that was added; nothing may be added then
}

// Objects on their way to the disk at a time, and those that may wait for it.
const (
	syncing     = 2
	waitForSync = 32
)

// beginSyncs starts with the objects of a store; wait must be called at the end.
// A store that is no Syncer has nothing to do.
func beginSyncs(ctx context.Context, s store.Store) *syncs {
	to, is := s.(store.Syncer)
	w := &syncs{keys: make(chan string, waitForSync)}
	crew := pool.New().WithErrors().WithFirstError()
	for range syncing {
		crew.Go(func() (err error) {
			for key := range w.keys { // to the end, so that nobody waits for ever
				if is && err == nil {
					err = to.Sync(ctx, key)
				}
			}
			return err
		})
	}
	w.wait = sync.OnceValue(func() error {
		close(w.keys)
		return crew.Wait()
	})
	return w
}

// add says that an object was put.
func (w *syncs) add(key string) { w.keys <- key }
