package cache_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lamsach/internal/store"
	"lamsach/internal/store/cache"
	"lamsach/internal/store/s3test"
)

var ctx = context.Background()

// remote is a store of files that does not say so, and counts what is read.
type remote struct {
	store.Store
	mu    sync.Mutex
	opens int
}

func (r *remote) Open(ctx context.Context, key string) (store.Object, error) {
	r.mu.Lock()
	r.opens++
	r.mu.Unlock()
	return r.Store.Open(ctx, key)
}

// Stat gives the version too, as a server does.
func (r *remote) Stat(ctx context.Context, key string) (store.Info, error) {
	info, err := r.Store.Stat(ctx, key)
	if err == nil {
		info.Version, err = r.Store.Version(ctx, key)
	}
	return info, err
}

func (r *remote) String() string { return fmt.Sprint(r.Store) }

func newRemote(t *testing.T, objects map[string][]byte) *remote {
	t.Helper()
	files := store.NewFiles(t.TempDir())
	for key, data := range objects {
		if _, err := files.Put(ctx, key, data, store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	return &remote{Store: files}
}

func fetch(t *testing.T, s store.Store, key string, o cache.Options, want []byte) (string, func()) {
	t.Helper()
	path, release, err := cache.Fetch(ctx, s, key, o)
	if err != nil {
		t.Fatalf("fetch %q: %v", key, err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%q: %d bytes, want %d, %v", key, len(got), len(want), err)
	}
	return path, release
}

func TestFetchedOnce(t *testing.T) {
	data := bytes.Repeat([]byte("people"), 1<<18)
	s := newRemote(t, map[string][]byte{"register": data})
	dir := filepath.Join(t.TempDir(), "cache")
	o := cache.Options{Dir: dir}
	var wg sync.WaitGroup
	paths := make([]string, 6)
	for i := range paths {
		wg.Go(func() {
			path, release, err := cache.Fetch(ctx, s, "register", o)
			if err != nil {
				t.Error(err)
				return
			}
			paths[i] = path
			release()
			release() // twice is once
		})
	}
	wg.Wait()
	for _, p := range paths {
		if p != paths[0] {
			t.Errorf("two copies: %s, %s", p, paths[0])
		}
	}
	if s.opens != 2 { // no checksum lies beside it: read twice, held against itself
		t.Errorf("%d readings, want 2", s.opens)
	}
	for name, mode := range map[string]os.FileMode{dir: 0o700, paths[0]: 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("mode %v, want %v, %v", info.Mode().Perm(), mode, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestReplacedObjectIsFetchedAgain(t *testing.T) {
	s := newRemote(t, map[string][]byte{"register": []byte("one")})
	o := cache.Options{Dir: t.TempDir()}
	first, release := fetch(t, s, "register", o, []byte("one"))
	if _, err := s.Put(ctx, "register", []byte("two"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	second, release2 := fetch(t, s, "register", o, []byte("two"))
	if first == second {
		t.Error("the same file for another object")
	}
	if got, err := os.ReadFile(first); err != nil || string(got) != "one" {
		t.Errorf("the copy in use became %q, %v", got, err)
	}
	release()
	release2()
}

func TestLimit(t *testing.T) {
	objects := map[string][]byte{}
	for _, key := range []string{"a", "b", "c", "d"} {
		objects[key] = bytes.Repeat([]byte(key), 1000)
	}
	s := newRemote(t, objects)
	o := cache.Options{Dir: t.TempDir(), Limit: 2500}
	a, releaseA := fetch(t, s, "a", o, objects["a"])
	b, releaseB := fetch(t, s, "b", o, objects["b"])
	var lost *store.Unavailable
	if _, _, err := cache.Fetch(ctx, s, "c", o); !errors.As(err, &lost) || !strings.Contains(err.Error(), "raise the limit") {
		t.Errorf("two copies in use fill the folder: %v", err)
	}
	releaseB()
	if _, release := fetch(t, s, "c", o, objects["c"]); release != nil {
		release()
	}
	if _, err := os.Stat(b); err == nil {
		t.Error("the unused copy stayed")
	}
	if _, err := os.Stat(a); err != nil {
		t.Errorf("the copy in use went: %v", err)
	}
	releaseA()
	opens := s.opens
	_, release := fetch(t, s, "a", o, objects["a"]) // used last, now
	release()
	_, release = fetch(t, s, "d", o, objects["d"]) // c goes, not a
	release()
	_, release = fetch(t, s, "a", o, objects["a"])
	release()
	if s.opens != opens+2 {
		t.Errorf("%d readings, want 2: the copy used last went first", s.opens-opens)
	}
}

// What a killed process left half fetched is taken over, and a copy that was
// cut is fetched again.
func TestDamagedFolder(t *testing.T) {
	s := newRemote(t, map[string][]byte{"register": []byte("people")})
	o := cache.Options{Dir: t.TempDir()}
	path, release := fetch(t, s, "register", o, []byte("people"))
	release()
	if err := os.Truncate(path, 3); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".part", []byte("half of something longer"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, release = fetch(t, s, "register", o, []byte("people"))
	release()
	dead := filepath.Join(o.Dir, strings.Repeat("0", 32)+".part")
	if err := os.WriteFile(dead, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(ctx, "register", []byte("more people"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	_, release = fetch(t, s, "register", o, []byte("more people"))
	release()
	if _, err := os.Stat(dead); err == nil {
		t.Error("a dead half stayed")
	}
}

func TestFetchFails(t *testing.T) {
	s := newRemote(t, nil)
	o := cache.Options{Dir: t.TempDir()}
	if _, _, err := cache.Fetch(ctx, s, "none", o); !errors.Is(err, store.ErrNotExist) {
		t.Errorf("an absent object: %v", err)
	}
	s = newRemote(t, map[string][]byte{"a": []byte("x")})
	var lost *store.Unavailable
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := cache.Fetch(ctx, s, "a", cache.Options{Dir: filepath.Join(file, "below")}); !errors.As(err, &lost) {
		t.Errorf("a folder that cannot be: %v", err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := cache.Fetch(gone, s, "a", o); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(o.Dir, "*.part")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestLocalObjectsAreNotCopied(t *testing.T) {
	s := newRemote(t, map[string][]byte{"a": []byte("x")}).Store.(*store.Files)
	path, release, err := cache.Fetch(ctx, s, "a", cache.Options{Dir: "/dev/null/none"})
	if err != nil || path != filepath.Join(s.Root(), "a") {
		t.Errorf("%s, %v", path, err)
	}
	release()
}

// Two processes share a folder: one fetches, both get the same copy.
func TestTwoProcesses(t *testing.T) {
	if dir := os.Getenv("CACHE_TEST_DIR"); dir != "" {
		s := &remote{Store: store.NewFiles(os.Getenv("CACHE_TEST_STORE"))}
		path, release, err := cache.Fetch(ctx, s, "register", cache.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("opens=%d path=%s\n", s.opens, path)
		release()
		return
	}
	data := bytes.Repeat([]byte("people"), 1<<20)
	s := newRemote(t, map[string][]byte{"register": data})
	dir := t.TempDir()
	out := make([]string, 4)
	var wg sync.WaitGroup
	for i := range out {
		wg.Go(func() {
			cmd := exec.Command(os.Args[0], "-test.run=^TestTwoProcesses$")
			cmd.Env = append(os.Environ(), "CACHE_TEST_DIR="+dir, "CACHE_TEST_STORE="+s.Store.(*store.Files).Root())
			said, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%v: %s", err, said)
			}
			out[i], _, _ = strings.Cut(string(said), "\n")
		})
	}
	wg.Wait()
	fetched := 0
	for _, line := range out {
		if strings.HasPrefix(line, "opens=2 ") {
			fetched++
		} else if !strings.HasPrefix(line, "opens=0 ") {
			t.Errorf("a process says %q", line)
		}
	}
	if fetched != 1 {
		t.Errorf("%d processes fetched, want 1: %q", fetched, out)
	}
}

func TestFromARealServer(t *testing.T) {
	s, prefix, err := store.Resolve(s3test.Start(t) + "/register")
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("people of a country"), 1<<20)
	if _, err := s.PutFile(ctx, prefix+"2026-11-20", bytes.NewReader(data), int64(len(data)), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LAMSACH_CACHE", t.TempDir())
	for range 2 {
		path, release := fetch(t, s, prefix+"2026-11-20", cache.Options{}, data)
		if filepath.Dir(path) != os.Getenv("LAMSACH_CACHE") {
			t.Errorf("the copy lies in %s", path)
		}
		release()
	}
}
