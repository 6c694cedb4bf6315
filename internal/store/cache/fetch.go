package cache

import (
	"context"
	"os"
	"time"

	"lamsach/internal/store"
)

// fill makes room, fetches the object into part, verifies it and gives it its
// name. What it returns is part under that name, locked for use.
func (f *folder) fill(ctx context.Context, s store.Store, info store.Info, part *os.File, name string) (*os.File, error) {
	if err := f.makeRoom(ctx, info, part); err != nil {
		return nil, err
	}
	if err := fetch(ctx, s, info, part); err != nil {
		return nil, err
	}
	if err := part.Sync(); err != nil {
		return nil, err
	}
	unlock, err := f.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := os.Rename(part.Name(), name); err != nil {
		return nil, err
	}
	// Opened again, so that the file knows its new name.
	named, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	part.Close()
	if err := hold(named); err != nil {
		named.Close()
		return nil, err
	}
	now := time.Now()
	return named, os.Chtimes(name, now, now)
}

// fetch copies the object into part. Where our checksum lies beside the
// object, the bytes are held against it. Where none does, the object is read
// twice and must be the same both times.
func fetch(ctx context.Context, s store.Store, info store.Info, part *os.File) error {
	sum, blocks, err := store.SumBlocksInto(ctx, s, info.Key, func(from int64, data []byte) error {
		_, err := part.WriteAt(data, from)
		return err
	})
	if err != nil {
		return err
	}
	if blocks.Info().Version != info.Version || sum.Size != info.Size {
		return &store.ChangedError{Key: info.Key}
	}
	if blocks.Vouched() {
		return nil
	}
	again, err := store.SumObject(ctx, s, info.Key)
	if err == nil && again != sum {
		err = &store.DamageError{Key: info.Key, To: info.Size}
	}
	return err
}
