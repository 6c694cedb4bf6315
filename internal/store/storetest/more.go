package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lamsach/internal/store"
)

func oneReplaces(t *testing.T, s store.Store) {
	const writers = 16
	before := put(t, s, "latest.json", "before")
	var won atomic.Int32
	var winner atomic.Value
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			text := fmt.Sprintf("writer %02d", i)
			_, err := s.Put(ctx, "latest.json", []byte(text), store.PutOptions{IfMatch: before.Version})
			switch {
			case err == nil:
				won.Add(1)
				winner.Store(text)
			case !errors.Is(err, store.ErrPrecondition):
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Fatalf("%d writers replaced the same object", won.Load())
	}
	if get(t, s, "latest.json") != winner.Load() {
		t.Error("the winner's bytes are not there")
	}
}

func modified(t *testing.T, s store.Store) {
	put(t, s, "a/b", "x")
	stat, err := s.Stat(ctx, "a/b")
	if err != nil || stat.Modified.IsZero() {
		t.Fatalf("stat says %v, %v", stat.Modified, err)
	}
	infos, err := s.List(ctx, "a/")
	if err != nil || len(infos) != 1 || !infos[0].Modified.Truncate(time.Second).Equal(stat.Modified.Truncate(time.Second)) {
		t.Errorf("stat says %v, listing %+v, %v", stat.Modified, infos, err)
	}
	if at := open(t, s, "a/b").Info().Modified; !at.Truncate(time.Second).Equal(stat.Modified.Truncate(time.Second)) {
		t.Errorf("stat says %v, open %v", stat.Modified, at)
	}
}

func blockSums(t *testing.T, s store.Store) {
	for _, size := range []int{0, 1, 1 << 20, 1<<20 + 1, 11<<20 + 3} {
		key := fmt.Sprintf("blocks/%d", size)
		data := noise(8, size)
		putBytes(t, s, key, data)
		sum, blocks, err := store.SumBlocks(ctx, s, key)
		if err != nil || sum != store.Sum(data) || blocks.Sum() != sum {
			t.Fatalf("%d bytes: %+v, %v", size, sum, err)
		}
		version, err := s.Version(ctx, key)
		if info := blocks.Info(); err != nil || info.Version != version || info.Key != key || info.Size != int64(size) || info.Modified.IsZero() {
			t.Errorf("%d bytes: info %+v, version %q, %v", size, info, version, err)
		}
		o, err := blocks.Open(ctx, s, key)
		if err != nil {
			t.Fatal(err)
		}
		for off := 0; off < size; off += 1 + size/7 {
			checkPiece(t, o, data, off, 2000)
			checkPiece(t, o, data, off, 3<<20)
		}
		o.Close()
		putBytes(t, s, key, noise(9, size+1))
		changed := new(store.ChangedError)
		if o, err = blocks.Open(ctx, s, key); err == nil {
			_, err = o.ReadAt(make([]byte, 1), 0)
			o.Close()
		}
		if size > 0 && !errors.As(err, &changed) {
			t.Errorf("%d bytes, replaced: %v", size, err)
		}
	}
}

func probe(t *testing.T, s store.Store) {
	has, err := store.Probe(ctx, s, "run/")
	if err != nil || !has.All() {
		t.Errorf("probe: %+v, %v", has, err)
	}
	if infos, err := s.List(ctx, ""); err != nil || len(infos) != 0 {
		t.Errorf("the probe left %d objects, %v", len(infos), err)
	}
	single := store.WithoutConditions(s, store.Capabilities{})
	first := store.PutOptions{IfAbsent: true}
	one, err := single.Put(ctx, "a", []byte("1"), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := single.Put(ctx, "a", []byte("2"), first); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("without conditions, a second first: %v", err)
	}
	if _, err := single.Put(ctx, "a", []byte("3"), store.PutOptions{IfMatch: one.Version}); err != nil {
		t.Errorf("without conditions, a match: %v", err)
	}
	if _, err := single.Put(ctx, "a", []byte("4"), store.PutOptions{IfMatch: one.Version}); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("without conditions, no match: %v", err)
	}
}

// leftovers holds only that a store without any shows none: how they come
// about differs from store to store.
func leftovers(t *testing.T, s store.Store) {
	put(t, s, "a/b", "x")
	sweeper, ok := s.(store.Sweeper)
	if !ok {
		t.Skip("this store leaves nothing behind")
	}
	left, err := sweeper.Leftovers(ctx, "", 0)
	if err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
}
