package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lamsach/internal/store"
)

// youngestLeftover is the least age by which leftovers may be told from work
// that is going on.
const youngestLeftover = time.Hour

// GCOptions say which leftovers are collected.
type GCOptions struct {
	Older  time.Duration    // what was touched since is left alone; at least an hour
	DryRun bool             // say what would be removed, remove nothing
	Now    func() time.Time // nil for the clock of this machine
	Tell   func(Leftover)   // told of every leftover, in order; may be nil
}

// Kinds of leftovers.
const (
	LeftoverRun    = "run"    // the objects of a run that never committed
	LeftoverWork   = "work"   // the work folder of a run, on this machine
	LeftoverHalf   = "half"   // a half-written file
	LeftoverUpload = "upload" // an upload in pieces that was never completed
)

// Leftover is something that a run left behind and will not miss.
type Leftover struct {
	Event      string    `json:"event"` // "leftover"
	Kind       string    `json:"kind"`
	Path       string    `json:"path"` // of this machine, or a URL
	Objects    int       `json:"objects"`
	Bytes      int64     `json:"bytes"`
	Modified   time.Time `json:"modified"` // of its youngest object
	AgeSeconds int64     `json:"age_seconds"`
	Removed    bool      `json:"removed"`
}

// Collected is what a collection came to.
type Collected struct {
	Event     string `json:"event"` // "collected"
	Leftovers int    `json:"leftovers"`
	Objects   int    `json:"objects"`
	Bytes     int64  `json:"bytes"`
	Younger   int    `json:"younger"` // runs and work folders left alone: touched too lately
	InUse     int    `json:"in_use"`  // left alone: a process of this machine works there
	DryRun    bool   `json:"dry_run"`
}

// GC removes what runs left behind in an output folder without ever being
// published, if nothing of it was touched for long. Published runs, latest.json
// and everything younger stay.
//
// Age is all that tells a leftover from the work of another machine: give an
// age that no run of the output ever pauses for.
func GC(ctx context.Context, location string, o GCOptions) (*Collected, error) {
	if o.Older < youngestLeftover {
		return nil, failf(ExitUsage, "--older is less than an hour: a run that is at work could be taken for a leftover; give 1h or more")
	}
	location = strings.TrimRight(location, "/")
	if base := path.Base(filepath.ToSlash(location)); strings.HasPrefix(base, runPrefix) {
		return nil, failf(ExitUsage, "%s is one run; give the output folder that it lies in", location)
	}
	out, err := openOutput(location)
	if err != nil {
		return nil, err
	}
	if folder := out.local("x"); folder != "" {
		if info, err := os.Stat(filepath.Dir(folder)); err != nil || !info.IsDir() {
			return nil, failf(ExitGiven, "%s: no such output folder", location)
		}
	}
	return collect(ctx, out, o)
}

// collector is one collection.
type collector struct {
	*output
	GCOptions
	now    time.Time
	latest string // run that latest.json points to
	work   string // folder of this machine that holds the work folders
	runs   map[string]*remains
	stray  []store.Leftover // halves and uploads outside of runs
	sum    Collected
}

// collect is GC for an output that is open.
func collect(ctx context.Context, out *output, o GCOptions) (*Collected, error) {
	c := &collector{output: out, GCOptions: o, now: time.Now(), runs: map[string]*remains{}, sum: Collected{Event: "collected", DryRun: o.DryRun}}
	if o.Now != nil {
		c.now = o.Now()
	}
	if err := c.find(ctx); err != nil {
		return nil, err
	}
	return &c.sum, c.collect(ctx)
}

// collect removes what is old, run by run.
func (c *collector) collect(ctx context.Context) error {
	ids := make([]string, 0, len(c.runs))
	for id := range c.runs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.collectRun(ctx, c.runs[id]); err != nil {
			return fmt.Errorf("run %s: %w", id, err)
		}
	}
	for _, h := range c.stray {
		if err := c.half(ctx, h); err != nil {
			return err
		}
	}
	if !c.DryRun {
		_ = os.Remove(c.work) // fails while runs work there
	}
	return nil
}

func (c *collector) old(t time.Time) bool { return c.now.Sub(t) > c.Older }

// collectRun removes what is left of one run. Of a run that is published, or
// that latest.json names, only work folder and halves can be leftovers.
func (c *collector) collectRun(ctx context.Context, r *remains) error {
	kept := r.committed || r.id == c.latest
	if !c.old(r.worked) || !kept && !c.old(r.youngest) {
		c.sum.Younger++
		return nil
	}
	release, err := c.hold(r, kept)
	if err != nil || release == nil {
		return err
	}
	defer release()
	if kept {
		for _, h := range r.halves {
			if err := c.half(ctx, h); err != nil {
				return err
			}
		}
	} else if err := c.removeRun(ctx, r); err != nil {
		return err
	}
	if r.work == "" {
		return nil
	}
	if !c.DryRun {
		if err := os.RemoveAll(r.work); err != nil {
			return fail(ExitStorage, err)
		}
	}
	c.tell(Leftover{Kind: LeftoverWork, Path: r.work, Objects: r.files, Bytes: r.workBytes, Modified: r.worked})
	return nil
}

// hold keeps other processes of this machine out of a run while it is removed.
// release is nil if one is at work there.
func (c *collector) hold(r *remains, kept bool) (release func(), err error) {
	dir := filepath.Join(c.work, r.id)
	if r.work == "" && (c.DryRun || kept) {
		return func() {}, nil
	}
	if c.DryRun { // make no lock, only look
		if _, err := os.Stat(filepath.Join(dir, "lock")); err != nil {
			return func() {}, nil
		}
	}
	ledger, err := openLedger(dir)
	if lost := new(fs.PathError); errors.As(err, &lost) {
		return nil, err
	}
	if err != nil {
		c.sum.InUse++
		return nil, nil
	}
	return func() {
		ledger.close()
		if r.work == "" { // made for the lock only
			_ = os.RemoveAll(dir)
		}
	}, nil
}

// removeRun removes the objects of a run that was never published.
func (c *collector) removeRun(ctx context.Context, r *remains) error {
	folder := c.local(runPrefix + r.id)
	if _, err := os.Stat(folder); len(r.objects) == 0 && len(r.halves) == 0 && (folder == "" || err != nil) {
		return nil // there is only a work folder
	}
	left := Leftover{Kind: LeftoverRun, Path: c.place(runPrefix + r.id), Objects: len(r.objects) + len(r.halves), Bytes: r.bytes, Modified: r.youngest}
	for _, h := range r.halves {
		left.Bytes += h.Size
	}
	if !c.DryRun {
		if published, err := c.published(ctx, r.id); published || err != nil {
			return err // another machine was faster
		}
		for _, info := range r.objects {
			if err := c.store.Delete(ctx, info.Key); err != nil {
				return err
			}
		}
		for _, h := range r.halves {
			if err := c.abort(ctx, h); err != nil {
				return err
			}
		}
		if folder != "" {
			removeEmpty(folder)
		}
		if published, err := c.published(ctx, r.id); published || err != nil {
			return cmp.Or(err, failf(ExitLook, "it was published by another process while its leftovers were removed; run its job again, which completes it"))
		}
	}
	c.tell(left)
	return nil
}

func (c *collector) published(ctx context.Context, id string) (bool, error) {
	_, err := c.store.Stat(ctx, run{c.output, id}.key(manifestName))
	if errors.Is(err, store.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// half removes one half-written file or upload if it is old.
func (c *collector) half(ctx context.Context, h store.Leftover) error {
	if h.Modified.IsZero() || !c.old(h.Modified) {
		return nil
	}
	dir, base := path.Split(strings.TrimPrefix(h.Key, c.prefix))
	left := Leftover{Kind: LeftoverHalf, Objects: 1, Bytes: h.Size, Modified: h.Modified}
	left.Path = strings.TrimSuffix(c.place(dir+"x"), "x") + base // the name of a half file is no key
	if h.Upload != "" {
		left.Kind = LeftoverUpload
	}
	if !c.DryRun {
		if err := c.abort(ctx, h); err != nil {
			return err
		}
	}
	c.tell(left)
	return nil
}

func (c *collector) abort(ctx context.Context, h store.Leftover) error {
	return c.store.(store.Sweeper).Abort(ctx, h) // it was a Sweeper that listed it
}

// tell counts a leftover and passes it on.
func (c *collector) tell(l Leftover) {
	l.Event, l.Removed = "leftover", !c.DryRun
	l.Modified = l.Modified.UTC().Truncate(time.Second)
	l.AgeSeconds = int64(c.now.Sub(l.Modified) / time.Second)
	c.sum.Leftovers++
	c.sum.Objects += l.Objects
	c.sum.Bytes += l.Bytes
	if c.Tell != nil {
		c.Tell(l)
	}
}
