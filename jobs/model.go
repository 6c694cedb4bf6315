package jobs

import (
	"context"
	"errors"
	"io/fs"

	"lamsach/internal/store"
	"lamsach/matchers"
)

// maxModel bounds what is read as a model, in bytes.
const maxModel = 1 << 20

// loadModel reads the model that a job names; without one the built-in model
// serves.
func loadModel(ctx context.Context, spec *Spec) (*matchers.Model, error) {
	if spec.Model == "" {
		return matchers.Builtin(), nil
	}
	s, key, err := locate(spec.Model)
	if err != nil {
		return nil, err
	}
	text, err := store.Read(ctx, s, key, maxModel)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, store.ErrNotExist):
		return nil, failf(ExitGiven, "model %s: no such file; make it with lamsach train, or leave model out for the built-in one", spec.Model)
	case err != nil:
		return nil, err
	}
	m, err := matchers.Parse(text)
	if err != nil {
		return nil, failf(ExitUsage, "%s: %w; docs/formats/model.md says what a model holds", spec.Model, err)
	}
	return m, nil
}

// parameters are a model as a manifest carries it; "" for the built-in one.
func parameters(m *matchers.Model) string {
	if m.Hash() == matchers.Builtin().Hash() {
		return ""
	}
	return m.Text()
}

// judge is the model by which a published run was judged.
func (m *Manifest) judge() (*matchers.Model, error) {
	model := matchers.Builtin()
	if m.Parameters != "" {
		var err error
		if model, err = matchers.Parse([]byte(m.Parameters)); err != nil {
			return nil, failf(ExitGiven, "manifest of run %s: %w", m.RunID, err)
		}
	}
	if hash := model.Hash(); m.Model != hash {
		return nil, failf(ExitGiven, "run %s was made by model %s, at hand is %s: its answers would be others; use the program that made the run", m.RunID, m.Model, hash)
	}
	return model, nil
}
