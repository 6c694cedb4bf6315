package jobs

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"lamsach/internal/store"
)

// found is an object that an input pattern names.
type found struct {
	store.Match
	place  string        // what tells it from every other object
	blocks *store.Blocks // what it held when it was read through; nil before
}

// resolve finds the objects that patterns name, by their names; one that two
// patterns name is taken once.
func resolve(ctx context.Context, patterns []string, voice Voice) ([]found, error) {
	var out []found
	places := map[string]bool{}
	for _, pattern := range patterns {
		matches, err := store.Glob(ctx, pattern)
		if err != nil {
			return nil, globError(err)
		}
		if len(matches) == 0 {
			voice.Say(Event{Event: EventWarning, Message: "no input matches " + pattern})
		}
		for _, m := range matches {
			f := found{Match: m, place: placeOf(m.Store, m.Key)}
			if !places[f.place] {
				places[f.place] = true
				out = append(out, f)
			}
		}
	}
	if len(out) == 0 {
		return nil, failf(ExitGiven, "no input matches %s: no such file", strings.Join(patterns, ", "))
	}
	slices.SortFunc(out, func(a, b found) int { return cmp.Or(strings.Compare(a.Rel, b.Rel), strings.Compare(a.place, b.place)) })
	return out, nil
}

// resolveInput is resolve for a job, whose outputs name rows by source_file:
// two objects of one name could not be told apart, and what the job writes is
// no input.
func resolveInput(ctx context.Context, spec *Spec, out *output, voice Voice) ([]found, error) {
	inputs, err := resolve(ctx, spec.Input, voice)
	if err != nil {
		return nil, err
	}
	folder := out.folder()
	for i, f := range inputs {
		if i > 0 && inputs[i-1].Rel == f.Rel {
			return nil, failf(ExitUsage, "input: %s and %s would both be called %s; use one pattern with ** whose folder holds both", inputs[i-1].place, f.place, f.Rel)
		}
		if folder != "" && within(folder, f.place) {
			return nil, failf(ExitUsage, "input: %s lies in the output folder %s; a job cannot read what it writes", f.place, folder)
		}
	}
	return inputs, nil
}

// globError keeps faults of the store apart from patterns nobody can serve.
func globError(err error) error {
	if errors.Is(err, store.ErrNotExist) { // no such bucket
		return fail(ExitGiven, err)
	}
	if ExitOf(err) == ExitInternal {
		return fail(ExitUsage, err)
	}
	return err
}

// placeOf names an object for people and for comparing places.
func placeOf(s store.Store, key string) string {
	if local, ok := s.(store.Local); ok {
		if path, err := local.Path(key); err == nil {
			if real, err := filepath.EvalSymlinks(path); err == nil {
				return real
			}
			return path
		}
	}
	return key
}

func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
