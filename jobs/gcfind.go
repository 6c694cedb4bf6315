package jobs

import (
	"context"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lamsach/internal/store"
)

// remains is all that is there of one run.
type remains struct {
	id        string
	committed bool
	objects   []store.Info
	halves    []store.Leftover
	bytes     int64
	youngest  time.Time // of objects, halves and the folder, where there is one
	work      string    // its work folder, "" for none
	files     int       // in the work folder
	workBytes int64
	worked    time.Time // when the work folder was touched last
}

// touch takes in when something of a run was written. A store that does not
// say when gives no ground to call it old.
func (c *collector) touch(at *time.Time, modified time.Time) {
	if modified.IsZero() {
		modified = c.now
	}
	if modified.After(*at) {
		*at = modified
	}
}

func (c *collector) run(id string) *remains {
	if c.runs[id] == nil {
		c.runs[id] = &remains{id: id}
	}
	return c.runs[id]
}

// runOf is the id of the run that a key below the output belongs to, "" for
// none: other programs too write folders that begin with run=.
func runOf(key string) string {
	folder, _, _ := strings.Cut(key, "/")
	id, is := strings.CutPrefix(folder, runPrefix)
	if !is || !isRunID(id) {
		return ""
	}
	return id
}

func isRunID(s string) bool {
	id, err := hex.DecodeString(s)
	return err == nil && len(id) == 12 && strings.ToLower(s) == s
}

// find looks at everything that runs may have left.
func (c *collector) find(ctx context.Context) error {
	latest, _, err := c.output.latest(ctx)
	if err != nil {
		return err
	}
	if latest != nil {
		c.latest = latest.RunID
	}
	infos, err := c.store.List(ctx, c.prefix+runPrefix)
	if err != nil {
		return err
	}
	for _, info := range infos {
		key := strings.TrimPrefix(info.Key, c.prefix)
		id := runOf(key)
		if id == "" {
			continue
		}
		r := c.run(id)
		r.objects, r.bytes = append(r.objects, info), r.bytes+info.Size
		r.committed = r.committed || key == runPrefix+id+"/"+manifestName
		c.touch(&r.youngest, info.Modified)
	}
	if err := c.findHalves(ctx); err != nil {
		return err
	}
	c.findFolders()
	return c.findWork()
}

// findHalves finds half-written files and uploads.
func (c *collector) findHalves(ctx context.Context) error {
	sweeper, ok := c.store.(store.Sweeper)
	if !ok {
		return nil
	}
	halves, err := sweeper.Leftovers(ctx, c.prefix, 0)
	if err != nil {
		return err
	}
	for _, h := range halves {
		key := strings.TrimPrefix(h.Key, c.prefix)
		id := runOf(key)
		switch {
		case id != "":
			r := c.run(id)
			r.halves = append(r.halves, h)
			c.touch(&r.youngest, h.Modified)
		case h.Upload == "" || key == latestName: // another program's uploads are its own
			c.stray = append(c.stray, h)
		}
	}
	return nil
}

// findFolders finds the folders of runs that wrote nothing before they ended.
func (c *collector) findFolders() {
	top := c.local("x")
	if top == "" {
		return
	}
	entries, _ := os.ReadDir(filepath.Dir(top))
	for _, e := range entries {
		if id := runOf(e.Name()); id != "" && e.IsDir() && c.runs[id] == nil {
			if info, err := e.Info(); err == nil {
				c.touch(&c.run(id).youngest, info.ModTime())
			}
		}
	}
}

// findWork finds the work folders, which are on this machine wherever the
// output is. A folder without a lock is not a ledger, unless it is empty.
func (c *collector) findWork() error {
	var err error
	if c.work, err = c.output.work(); err != nil {
		return err
	}
	entries, err := os.ReadDir(c.work)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(ExitStorage, err)
	}
	for _, e := range entries {
		if !e.IsDir() || !isRunID(e.Name()) {
			continue
		}
		r := remains{work: filepath.Join(c.work, e.Name())}
		locked := false
		err := filepath.WalkDir(r.work, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			c.touch(&r.worked, info.ModTime())
			locked = locked || name == filepath.Join(r.work, "lock")
			if !d.IsDir() {
				r.files, r.workBytes = r.files+1, r.workBytes+info.Size()
			}
			return nil
		})
		switch {
		case errors.Is(err, fs.ErrNotExist): // its process is at work
			r.worked = c.now
		case err != nil:
			return fail(ExitStorage, err)
		case !locked && r.files > 0:
			continue
		}
		found := c.run(e.Name())
		found.work, found.files, found.workBytes, found.worked = r.work, r.files, r.workBytes, r.worked
	}
	return nil
}
