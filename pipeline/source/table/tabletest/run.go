package tabletest

import (
	"context"
	"testing"

	"lamsach/internal/store"
	"lamsach/pipeline"
	"lamsach/pipeline/source/table"
)

// Reader is a format with the door of its package.
type Reader struct {
	Name string
	Key  string // of the objects, with the extension of the format
	Open func(ctx context.Context, obj store.Object, o table.Options) (table.File, error)
	// Write gives an object of the format that holds a grid as its first table.
	Write func(t testing.TB, g Grid) []byte
}

// smallRows and bigRows are how many rows the grids have: the second is more
// than a usual part.
const (
	smallRows = 3000
	bigRows   = pipeline.UsualPartRows + 4464
)

// Run holds a reader to every promise, each as a test of its own.
func Run(t *testing.T, r Reader) {
	t.Helper()
	for _, rows := range []int{0, 1, smallRows, bigRows} {
		g := Invent(rows)
		s := &suite{Reader: r, grid: g, data: r.Write(t, g)}
		t.Run(r.Name+"/"+itoa(rows)+" rows", func(t *testing.T) {
			t.Run("described", s.described)
			t.Run("cuts", s.cuts)
			t.Run("whole", s.whole)
			t.Run("sample", s.sample)
			t.Run("response", s.response)
			t.Run("response with nothing added", s.responseOfNothing)
			t.Run("closed", s.closed)
			if rows < smallRows {
				return
			}
			t.Run("parts", s.parts)
			t.Run("concurrent", s.concurrent)
			t.Run("columns", s.columns)
			if rows > smallRows {
				return // what is left is slow on many rows and says nothing new
			}
			t.Run("wrong questions", s.wrongQuestions)
			t.Run("cancelled", s.cancelled)
			t.Run("store fails", s.storeFails)
			t.Run("object changes", s.objectChanges)
			t.Run("response fails", s.responseFails)
		})
	}
}

// suite is one reader with one object.
type suite struct {
	Reader
	grid Grid
	data []byte
}

var background = context.Background()

// open opens the object; the test closes it.
func (s *suite) open(t *testing.T) (table.File, table.Table) {
	t.Helper()
	return s.openData(t, s.data)
}

func (s *suite) openData(t *testing.T, data []byte) (table.File, table.Table) {
	t.Helper()
	f, err := s.Open(background, NewObject(s.Key, data), table.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	if len(f.Tables()) == 0 {
		t.Fatal("the file has no table")
	}
	return f, f.Tables()[0]
}

// all are the numbers of the grid's columns.
func (s *suite) all() []int {
	out := make([]int, len(s.grid.Names))
	for i := range out {
		out[i] = i
	}
	return out
}
