package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"lamsach/internal/store"
)

// Run holds the stores that newStore makes to the contract. Each call of
// newStore gives an empty store.
func Run(t *testing.T, newStore func(t *testing.T) store.Store) {
	laws := []struct {
		name string
		law  func(*testing.T, store.Store)
	}{
		{"what is put is read", putIsRead},
		{"keys in any script", anyScript},
		{"keys do not climb", noClimbing},
		{"absent objects", absentObjects},
		{"if absent", ifAbsent},
		{"if match", ifMatch},
		{"one of many first writers wins", oneWins},
		{"counting with if match loses no step", noLostStep},
		{"an open object does not change", openIsStable},
		{"readers see whole objects", wholeObjects},
		{"list", list},
		{"delete", deletes},
		{"put same", putSame},
		{"a cancelled context", cancelled},
		{"one of many replacers wins", oneReplaces},
		{"ranged reads", rangedReads},
		{"reads in a row", readsInARow},
		{"listing in pages", listPages},
		{"put file", putFile},
		{"a file that ends early is not put", putShortFile},
		{"replaced between two reads", replacedMeanwhile},
		{"open same", openSame},
		{"time of change", modified},
		{"block sums", blockSums},
		{"probe", probe},
		{"leftovers", leftovers},
	}
	for _, l := range laws {
		t.Run(strings.ReplaceAll(l.name, " ", "-"), func(t *testing.T) { l.law(t, newStore(t)) })
	}
}

var ctx = context.Background()

func put(t *testing.T, s store.Store, key, text string) store.Info {
	t.Helper()
	info, err := s.Put(ctx, key, []byte(text), store.PutOptions{})
	if err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
	return info
}

func get(t *testing.T, s store.Store, key string) string {
	t.Helper()
	data, err := store.Read(ctx, s, key, 1<<30)
	if err != nil {
		t.Fatalf("read %q: %v", key, err)
	}
	return string(data)
}

func putIsRead(t *testing.T, s store.Store) {
	for _, size := range []int{0, 1, 4096, 1<<20 + 7} {
		want := strings.Repeat("x", size)
		key := fmt.Sprintf("folder/of %d", size)
		info := put(t, s, key, want)
		if info.Key != key || info.Size != int64(size) || info.Version == "" {
			t.Errorf("put of %d bytes says %+v", size, info)
		}
		if get(t, s, key) != want {
			t.Errorf("%d bytes came back as others", size)
		}
		stat, err := s.Stat(ctx, key)
		if err != nil || stat.Size != int64(size) || stat.Key != key {
			t.Errorf("stat of %d bytes: %+v, %v", size, stat, err)
		}
		version, err := s.Version(ctx, key)
		if err != nil || version != info.Version {
			t.Errorf("version %q, put said %q, %v", version, info.Version, err)
		}
		sum, err := store.SumObject(ctx, s, key)
		if err != nil || sum != store.Sum([]byte(want)) {
			t.Errorf("sum of %d bytes: %+v, %v", size, sum, err)
		}
	}
	put(t, s, "same", "a")
	before, _ := s.Version(ctx, "same")
	put(t, s, "same", "b")
	if after, _ := s.Version(ctx, "same"); after == before {
		t.Error("other content, same version")
	}
	if get(t, s, "same") != "b" {
		t.Error("the second put did not replace the first")
	}
	readPieces(t, s)
}

func readPieces(t *testing.T, s store.Store) {
	put(t, s, "pieces", "0123456789")
	o, err := s.Open(ctx, "pieces")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	buf := make([]byte, 4)
	if n, err := o.ReadAt(buf, 3); n != 4 || err != nil || string(buf) != "3456" {
		t.Errorf("piece: %d %v %q", n, err, buf)
	}
	if n, err := o.ReadAt(buf, 8); n != 2 || err == nil || string(buf[:n]) != "89" {
		t.Errorf("piece over the end: %d %v %q", n, err, buf[:n])
	}
	if n, err := o.ReadAt(buf, 10); n != 0 || err == nil {
		t.Errorf("piece behind the end: %d %v", n, err)
	}
}

func anyScript(t *testing.T, s store.Store) {
	keys := []string{
		"Dữ liệu/Khách hàng tháng 11.parquet", "cộng+trừ %20 &=?#", "a\\b", "-", "...", "x..", "ngân hàng/..a",
		"run=0123abcd/outcomes/part-00042.parquet", "tab\there", "quote\"'", "日本/😀", "e\u0301 composed apart", "\u00e9 composed",
	}
	for _, k := range keys {
		put(t, s, k, k)
	}
	for _, k := range keys {
		if got := get(t, s, k); got != k {
			t.Errorf("%q holds %q", k, got)
		}
	}
	infos, err := s.List(ctx, "")
	if err != nil || len(infos) != len(keys) {
		t.Errorf("listed %d of %d keys, %v", len(infos), len(keys), err)
	}
}

func noClimbing(t *testing.T, s store.Store) {
	for _, k := range []string{"", "/", "/etc/passwd", "../x", "a/../../x", "a/..", ".", "./a", "a//b", "a/", "a\x00b", "\xff", strings.Repeat("k", 2000)} {
		var bad *store.KeyError
		if _, err := s.Put(ctx, k, nil, store.PutOptions{}); !errors.As(err, &bad) {
			t.Errorf("put %.20q: %v", k, err)
		}
		if _, err := s.Open(ctx, k); !errors.As(err, &bad) {
			t.Errorf("open %.20q: %v", k, err)
		}
		if _, err := s.Stat(ctx, k); !errors.As(err, &bad) {
			t.Errorf("stat %.20q: %v", k, err)
		}
		if err := s.Delete(ctx, k); !errors.As(err, &bad) {
			t.Errorf("delete %.20q: %v", k, err)
		}
	}
}

func absentObjects(t *testing.T, s store.Store) {
	put(t, s, "folder/object", "x")
	for _, k := range []string{"none", "folder", "folder/none", "folder/object/below"} {
		if _, err := s.Open(ctx, k); !errors.Is(err, store.ErrNotExist) {
			t.Errorf("open %q: %v", k, err)
		}
		if _, err := s.Stat(ctx, k); !errors.Is(err, store.ErrNotExist) {
			t.Errorf("stat %q: %v", k, err)
		}
		if _, err := s.Version(ctx, k); !errors.Is(err, store.ErrNotExist) {
			t.Errorf("version %q: %v", k, err)
		}
	}
}

func deletes(t *testing.T, s store.Store) {
	put(t, s, "a/b", "x")
	for range 2 { // the second finds nothing, which is no error
		if err := s.Delete(ctx, "a/b"); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
	if _, err := s.Stat(ctx, "a/b"); !errors.Is(err, store.ErrNotExist) {
		t.Errorf("stat of a deleted object: %v", err)
	}
	if err := s.Delete(ctx, "never/there"); err != nil {
		t.Errorf("delete of nothing: %v", err)
	}
}

func list(t *testing.T, s store.Store) {
	for _, k := range []string{"a-b", "a/b", "a/c/d", "ab", "b/ă", "a.b", "a/c.d"} {
		put(t, s, k, k)
	}
	cases := []struct{ prefix, want string }{
		{"", "a-b a.b a/b a/c.d a/c/d ab b/ă"}, // by bytes: - . / before letters
		{"a", "a-b a.b a/b a/c.d a/c/d ab"},
		{"a/", "a/b a/c.d a/c/d"},
		{"a/c", "a/c.d a/c/d"},
		{"a/c/", "a/c/d"},
		{"a/c/d", "a/c/d"},
		{"b/ă", "b/ă"},
		{"c", ""},
		{"c/d/", ""},
	}
	for _, c := range cases {
		infos, err := s.List(ctx, c.prefix)
		var keys []string
		for _, i := range infos {
			keys = append(keys, i.Key)
			if i.Size != int64(len(i.Key)) {
				t.Errorf("list %q: %q has size %d", c.prefix, i.Key, i.Size)
			}
		}
		if got := strings.Join(keys, " "); err != nil || got != c.want {
			t.Errorf("list %q: got %q, want %q, %v", c.prefix, got, c.want, err)
		}
	}
}

func ifAbsent(t *testing.T, s store.Store) {
	first := store.PutOptions{IfAbsent: true}
	if _, err := s.Put(ctx, "a/manifest", []byte("one"), first); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, "a/manifest", []byte("two"), first); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("second first writer: %v", err)
	}
	if got := get(t, s, "a/manifest"); got != "one" {
		t.Errorf("holds %q", got)
	}
}

func ifMatch(t *testing.T, s store.Store) {
	if _, err := s.Put(ctx, "latest", []byte("x"), store.PutOptions{IfMatch: "whatever"}); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("match against nothing: %v", err)
	}
	one := put(t, s, "latest", "one")
	two, err := s.Put(ctx, "latest", []byte("two"), store.PutOptions{IfMatch: one.Version})
	if err != nil {
		t.Fatalf("match against what is there: %v", err)
	}
	if _, err := s.Put(ctx, "latest", []byte("three"), store.PutOptions{IfMatch: one.Version}); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("match against what was there: %v", err)
	}
	if got := get(t, s, "latest"); got != "two" || two.Version == one.Version {
		t.Errorf("holds %q, versions %q %q", got, one.Version, two.Version)
	}
}

func putSame(t *testing.T, s store.Store) {
	for range 2 {
		info, err := store.PutSame(ctx, s, "part-00001.parquet", []byte("bytes"))
		if err != nil || info.Size != 5 {
			t.Errorf("same bytes: %+v, %v", info, err)
		}
	}
	if _, err := store.PutSame(ctx, s, "part-00001.parquet", []byte("bytez")); !errors.Is(err, store.ErrDiffers) {
		t.Errorf("other bytes: %v", err)
	}
	if _, err := store.Read(ctx, s, "part-00001.parquet", 4); err == nil {
		t.Error("read more than its limit")
	}
}

func cancelled(t *testing.T, s store.Store) {
	put(t, s, "a", "x")
	gone, cancel := context.WithCancel(ctx)
	cancel()
	_, openErr := s.Open(gone, "a")
	_, putErr := s.Put(gone, "b", nil, store.PutOptions{})
	_, statErr := s.Stat(gone, "a")
	_, listErr := s.List(gone, "")
	_, versionErr := s.Version(gone, "a")
	for i, err := range []error{openErr, putErr, statErr, listErr, versionErr, s.Delete(gone, "a")} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("call %d: %v", i, err)
		}
	}
	if get(t, s, "a") != "x" {
		t.Error("a cancelled delete deleted")
	}
}

func oneWins(t *testing.T, s store.Store) {
	const writers = 16
	var won atomic.Int32
	var winner atomic.Value
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			text := strings.Repeat(fmt.Sprintf("writer %02d ", i), 1000)
			_, err := s.Put(ctx, "run/manifest.json", []byte(text), store.PutOptions{IfAbsent: true})
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
		t.Fatalf("%d writers were first", won.Load())
	}
	if get(t, s, "run/manifest.json") != winner.Load() {
		t.Error("the winner's bytes are not there")
	}
}

func noLostStep(t *testing.T, s store.Store) {
	const writers, steps = 4, 8
	put(t, s, "count", "")
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for done := 0; done < steps; {
				version, err := s.Version(ctx, "count")
				if err != nil {
					t.Error(err)
					return
				}
				text, err := store.Read(ctx, s, "count", 1<<20)
				if err != nil {
					t.Error(err)
					return
				}
				_, err = s.Put(ctx, "count", append(text, '.'), store.PutOptions{IfMatch: version})
				if err == nil {
					done++
				} else if !errors.Is(err, store.ErrPrecondition) {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := get(t, s, "count"); len(got) != writers*steps {
		t.Errorf("%d steps of %d are there", len(got), writers*steps)
	}
}

func openIsStable(t *testing.T, s store.Store) {
	put(t, s, "a", "first")
	o, err := s.Open(ctx, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	put(t, s, "a", "other")
	buf := make([]byte, o.Size())
	if _, err := o.ReadAt(buf, 0); err != nil || string(buf) != "first" {
		if changed := new(store.ChangedError); !errors.As(err, &changed) {
			t.Errorf("an open object became %q, %v", buf, err)
		}
	}
}

func wholeObjects(t *testing.T, s store.Store) {
	texts := []string{strings.Repeat("a", 50_000), strings.Repeat("b", 60_000)}
	put(t, s, "seen", texts[0])
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 30 {
			put(t, s, "seen", texts[i%2])
		}
	}()
	for {
		got := get(t, s, "seen")
		if got != texts[0] && got != texts[1] {
			t.Errorf("a reader saw %d bytes, %d of them a", len(got), bytes.Count([]byte(got), []byte("a")))
		}
		infos, err := s.List(ctx, "")
		if err != nil || len(infos) != 1 {
			t.Errorf("a listing shows %d objects, %+v, %v", len(infos), infos, err)
		}
		select {
		case <-done:
			return
		default:
		}
	}
}
