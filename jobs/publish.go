package jobs

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lamsach/internal/store"
	"lamsach/reports"
	"lamsach/reports/html"
	"lamsach/schemas"
)

// Objects of the report.
const (
	reportPage     = "report/index.html"
	reportWorkbook = "report/mismatches.xlsx"
	reportSummary  = "report/summary.json"
)

// answers settles the job, writes outcomes and report, and returns the manifest.
func (c *crew) answers(ctx context.Context, workers int) (*Manifest, error) {
	var book *bookInWork
	if c.plan.Spec.Wants("report") {
		ctx, cancel := context.WithCancel(ctx)
		book = c.beginWorkbook(ctx)
		defer func() {
			cancel()
			book.abandon()
		}()
	}
	settled, err := c.settle(ctx, workers)
	if err != nil {
		return nil, err
	}
	parts, tally, err := c.outcomes(ctx, settled, workers)
	if err != nil {
		return nil, err
	}
	var responses []Object
	if c.plan.Spec.Wants("response") {
		if responses, err = c.respond(ctx, settled, workers); err != nil {
			return nil, err
		}
	}
	t, err := c.conserve(parts, tally)
	if err != nil {
		return nil, err
	}
	if err := c.conserveControls(); err != nil {
		return nil, err
	}
	if err := c.plan.unchanged(ctx); err != nil {
		return nil, err
	}
	t.objects = append(t.objects, responses...)
	m := c.manifest(t)
	if book != nil {
		began := time.Now()
		if err := c.report(ctx, m, book); err != nil {
			return nil, err
		}
		c.clock.lap(stageReport, began)
	}
	slices.SortFunc(m.Objects, func(a, b Object) int { return strings.Compare(a.Path, b.Path) })
	if err := c.plan.People.Damaged(); err != nil { // a look-up answers something whatever it meets
		return nil, fail(ExitGiven, fmt.Errorf("register %s: %w; nothing is published", c.plan.Spec.Register, err))
	}
	return m, nil
}

// manifest says everything that is published, but for the report's objects.
func (c *crew) manifest(t *totals) *Manifest {
	plan := c.plan
	s := plan.Spec
	m := &Manifest{
		Version: ManifestVersion, RunID: plan.RunID, Program: Version, Rules: RulesText(Rules()), Model: plan.Model.Hash(),
		Snapshot: reports.Snapshot{ID: plan.People.ID(), People: int64(plan.People.People())},
		Job: ManifestJob{
			Kind: s.Kind, Name: s.Name, Dataset: s.Dataset, Input: s.Input, Register: s.Register,
			Outputs: s.Outputs, Thresholds: s.Thresholds, Disclosure: s.Disclosure,
			Description: fingerprint(s.Description), Usual: s.Description.Usual,
		},
		Inputs: []Input{}, SetAside: append([]reports.Damage{}, plan.SetAside...), Rows: t.rows, Verdicts: map[string]int64{},
		Objects: t.objects, Tally: t.tally,
	}
	m.Parameters = parameters(plan.Model)
	for _, f := range plan.Files {
		if _, is := c.damaged.files[f.File]; !is {
			m.Inputs = append(m.Inputs, f.Input)
		}
	}
	for _, found := range c.damaged.files {
		m.SetAside = append(m.SetAside, found.damage)
	}
	slices.SortFunc(m.SetAside, func(a, b reports.Damage) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Place, b.Place))
	})
	for v, n := range t.verdicts {
		m.Verdicts[schemas.Verdict(v).String()] = n
	}
	for _, d := range c.done {
		if d != nil {
			m.Pairs += d.Pairs
		}
	}
	var failed bool
	m.Gates, failed = plan.gates(t)
	if m.Controls = c.scoreControls(); m.Controls != nil {
		gates, below := m.Controls.gates()
		m.Gates, failed = append(m.Gates, gates...), failed || below
	}
	if failed || len(m.SetAside) > 0 {
		m.Exit = ExitLook
	}
	return m
}

// commit publishes the run: the manifest is the only commit point.
func (c *crew) commit(ctx context.Context, m *Manifest) error {
	data, err := encodeManifest(m)
	if err != nil {
		return err
	}
	return c.run.commit(ctx, data, m.Exit)
}

// commit puts a manifest in its place and makes the run visible.
func (r run) commit(ctx context.Context, manifest []byte, exit Exit) error {
	// Another process that did the same work first is as good as this one.
	if _, err := store.PutSame(ctx, r.store, r.key(manifestName), manifest); err != nil {
		if !errors.Is(err, store.ErrDiffers) {
			return err
		}
		if _, err = r.store.Put(ctx, r.key(manifestName), manifest, store.PutOptions{}); err != nil {
			return err
		}
	}
	return r.finish(ctx, exit)
}

// facts of a run for its report.
func (m *Manifest) facts() reports.Facts {
	f := reports.Facts{
		Job: cmp.Or(m.Job.Name, m.Job.Dataset), Dataset: m.Job.Dataset, RunID: m.RunID, UnitKind: reports.UnitFile,
		Damaged: m.SetAside, Gates: m.Gates, Snapshot: m.Snapshot, Rules: m.Rules, Model: m.Model, Version: m.Program,
		Thresholds: m.Job.Thresholds.told(), Disclosure: m.Job.Disclosure, Usual: m.Job.Usual,
	}
	for _, in := range m.Inputs {
		f.Files = append(f.Files, reports.File{Name: in.Name(), Rows: in.Rows})
		f.Findings = append(f.Findings, in.Findings...)
		for _, col := range in.Columns {
			f.Columns = append(f.Columns, reports.Column{File: in.Name(), Name: col.Name, Role: string(col.Role), By: col.By})
			if slices.Contains(unitRoles, col.Role) {
				f.UnitKind = reports.UnitBranch
			}
		}
	}
	return f
}

// report writes the three objects of the report and names them in the manifest.
func (c *crew) report(ctx context.Context, m *Manifest, work *bookInWork) error {
	report := reports.Build(m.Tally, m.facts())
	if err := attach(ctx, report, c.mismatchTables()); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	book, err := work.finish(report)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	page, summary, err := pages(report)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	for _, o := range []named{{reportPage, page}, {reportWorkbook, book}, {reportSummary, summary}} {
		object, err := c.run.put(ctx, o.name, o.data, 0)
		if err != nil {
			return err
		}
		m.Objects = append(m.Objects, object)
	}
	return nil
}

type named struct {
	name string
	data []byte
}

// pages are a report as the page and as the summary.
func pages(report *reports.Report) (page, summary []byte, err error) {
	var p, s bytes.Buffer
	if err := html.Write(&p, report); err != nil {
		return nil, nil, err
	}
	if err := reports.WriteSummary(&s, report); err != nil {
		return nil, nil, err
	}
	return p.Bytes(), s.Bytes(), nil
}
