package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/cespare/xxhash/v2"

	"lamsach/internal/store"
)

// output is a job's output folder: the store that keeps it and the prefix of
// its keys there.
type output struct {
	store    store.Store
	prefix   string
	location string // as the job names it
}

// Names of the objects that make a run visible.
const (
	manifestName = "manifest.json"
	successName  = "_SUCCESS"
	latestName   = "latest.json"
	workName     = ".work"
	runPrefix    = "run="
)

func openOutput(location string) (*output, error) {
	s, prefix, err := store.Resolve(location)
	if err != nil {
		return nil, unresolved(err)
	}
	return &output{s, prefix, strings.TrimRight(location, "/")}, nil
}

// unresolved gives the error of a place that no store serves its exit code:
// the job file is wrong, or the environment lacks what a store needs.
func unresolved(err error) error {
	if ofStorage(err) {
		return fail(ExitStorage, err)
	}
	return fail(ExitUsage, err)
}

// probe finds out whether the store honours conditions, and does without where
// it does not: then no second process may write there.
func (o *output) probe(ctx context.Context, voice Voice) error {
	has, err := store.Probe(ctx, o.store, o.prefix)
	if err != nil {
		return fmt.Errorf("output %s: %w", o.location, err)
	}
	if !has.All() {
		o.store = store.WithoutConditions(o.store, has)
		voice.Say(Event{Event: EventWarning, Message: "the store of the output ignores conditional writes: no other process may write there while this one runs"})
	}
	return nil
}

// local is the folder of the machine behind a key, "" when there is none.
func (o *output) local(key string) string {
	l, ok := o.store.(store.Local)
	if !ok {
		return ""
	}
	name, err := l.Path(o.prefix + key)
	if err != nil {
		return ""
	}
	return name
}

// place is where a key is, for people: a path of this machine or a URL.
func (o *output) place(key string) string {
	if name := o.local(key); name != "" {
		return name
	}
	return o.location + "/" + key
}

// work is the folder of this machine in which the runs of an output keep their
// ledgers: beside the runs where the output is a folder, else in the cache.
func (o *output) work() (string, error) {
	if name := o.local(workName); name != "" {
		return name, nil
	}
	dir, err := cacheFolder()
	if err != nil {
		return "", fail(ExitStorage, fmt.Errorf("work folder: %w", err))
	}
	return filepath.Join(dir, "work", fmt.Sprintf("%016x", xxhash.Sum64String(o.location))), nil
}

// cacheFolder is where this machine keeps what it may lose: copies of
// registers, ledgers of runs whose output is not on this machine.
func cacheFolder() (string, error) {
	if dir := os.Getenv("LAMSACH_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache folder is known (%w); set LAMSACH_CACHE", err)
	}
	return filepath.Join(dir, "lamsach"), nil
}

// folder is where the output is, with symbolic links followed; "" when it is
// not on this machine or not there yet.
func (o *output) folder() string {
	name := o.local(latestName)
	if name == "" {
		return ""
	}
	real, err := filepath.EvalSymlinks(filepath.Dir(name))
	if err != nil {
		return filepath.Dir(name)
	}
	return real
}

// run is the folder of one run in an output.
type run struct {
	*output
	id string
}

func (r run) path() string           { return runPrefix + r.id }
func (r run) key(name string) string { return r.prefix + path.Join(r.path(), name) }

// partName is the fixed name of a part's object in a table.
func partName(table string, part int) string {
	return fmt.Sprintf("%s/part-%05d.parquet", table, part)
}

// put writes an object of a run. One that is there from an earlier attempt
// stays if it has the same bytes; otherwise it was damaged since and is
// replaced: a run that is not published belongs to whoever holds its lock.
func (r run) put(ctx context.Context, name string, data []byte, rows int64) (Object, error) {
	return r.putIn(ctx, r.store, name, data, rows)
}

func (r run) putIn(ctx context.Context, s store.Store, name string, data []byte, rows int64) (Object, error) {
	sum := store.Sum(data)
	_, err := store.PutSame(ctx, s, r.key(name), data)
	if errors.Is(err, store.ErrDiffers) {
		_, err = s.Put(ctx, r.key(name), data, store.PutOptions{})
	}
	if err != nil {
		return Object{}, err
	}
	return Object{Path: name, Size: sum.Size, SHA256: sum.SHA256, Rows: rows}, nil
}

// sound says whether an object is there as it was written.
func (r run) sound(ctx context.Context, o Object) (bool, error) {
	info, err := r.store.Stat(ctx, r.key(o.Path))
	if errors.Is(err, store.ErrNotExist) {
		return false, nil
	}
	if err != nil || info.Size != o.Size {
		return false, err
	}
	sum, err := store.SumObject(ctx, r.store, r.key(o.Path))
	return err == nil && sum.SHA256 == o.SHA256, err
}

// published reads the manifest of the run; nil when it was never committed.
func (r run) published(ctx context.Context) (*Manifest, error) {
	data, err := store.Read(ctx, r.store, r.key(manifestName), maxManifest)
	if errors.Is(err, store.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeManifest(data)
}

// complete says whether the objects of a manifest are there with their sizes: all
// that can be known without reading them.
func (r run) complete(ctx context.Context, objects []Object) (bool, error) {
	infos, err := r.store.List(ctx, r.key("")+"/")
	if err != nil {
		return false, err
	}
	sizes := make(map[string]int64, len(infos))
	for _, info := range infos {
		sizes[info.Key] = info.Size
	}
	for _, o := range objects {
		// The report may have been written again by a later program.
		size, there := sizes[r.key(o.Path)]
		if !there || size != o.Size && !strings.HasPrefix(o.Path, "report/") {
			return false, nil
		}
	}
	return true, nil
}

// withdraw removes every object of a run that will not be published.
func (r run) withdraw(ctx context.Context) error {
	infos, err := r.store.List(ctx, r.key("")+"/")
	if err != nil {
		return err
	}
	for _, info := range infos {
		if err := r.store.Delete(ctx, info.Key); err != nil {
			return err
		}
	}
	if folder := r.local(r.path()); folder != "" {
		removeEmpty(folder)
	}
	return nil
}

// removeEmpty removes a folder and those in it, as far as they are empty.
func removeEmpty(folder string) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if e.IsDir() {
			removeEmpty(filepath.Join(folder, e.Name()))
		}
	}
	_ = os.Remove(folder)
}

// latest reads latest.json; nil when nothing was published yet. The version is
// what a replacing Put must match.
func (o *output) latest(ctx context.Context) (l *Latest, version string, err error) {
	key := o.prefix + latestName
	data, err := store.Read(ctx, o.store, key, 1<<20)
	if errors.Is(err, store.ErrNotExist) {
		return nil, "", nil
	}
	if err == nil {
		version, err = o.store.Version(ctx, key)
	}
	if err != nil {
		return nil, "", err
	}
	l = new(Latest)
	if json.Unmarshal(data, l) != nil {
		l = nil // damaged: to be replaced
	}
	return l, version, nil
}

// point makes latest.json point to a run.
func (o *output) point(ctx context.Context, l Latest) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	for range 5 { // another job's commit in between is rare; five in a row are not chance
		_, version, err := o.latest(ctx)
		if err != nil {
			return err
		}
		put := store.PutOptions{IfAbsent: version == "", IfMatch: version}
		_, err = o.store.Put(ctx, o.prefix+latestName, append(data, '\n'), put)
		if !errors.Is(err, store.ErrPrecondition) {
			return err
		}
	}
	return failf(ExitStorage, "latest.json is being replaced by others again and again; run the job again")
}
