package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/internal/store"
)

// pattern => the Rel of each match
const globCases = `
in/*.parquet            => a.parquet b.parquet
in/*                    => a.parquet b.parquet c.csv cộng [1].csv
in/**                   => 2026/01/a.parquet 2026/02/a.parquet 2026/x.parquet a.parquet b.parquet c.csv cộng [1].csv
in/**/*.parquet         => 2026/01/a.parquet 2026/02/a.parquet 2026/x.parquet a.parquet b.parquet
in/**/a.parquet         => 2026/01/a.parquet 2026/02/a.parquet a.parquet
in/2026/*/a.parquet     => 01/a.parquet 02/a.parquet
in/20*/*/a.parquet      => 2026/01/a.parquet 2026/02/a.parquet
in/2026/**/02/*         => 02/a.parquet
in/a.parquet            => a.parquet
in/2026/01/a.parquet    => a.parquet
in/cộng [1].csv     => cộng [1].csv
in/*[1]*                => cộng [1].csv
in/.hidden.parquet      => .hidden.parquet
in/.*                   => .hidden.parquet
in/a*t                  => a.parquet
in/a.*.parquet          =>
in/none*                =>
in/none.parquet         =>
none/*.parquet          =>
none/none/x             =>
in/2026                 =>
in/                     =>
`

func TestGlob(t *testing.T) {
	dir := t.TempDir()
	s := store.NewFiles(filepath.Join(dir, "in"))
	for _, key := range []string{"a.parquet", "b.parquet", "c.csv", "2026/x.parquet", "2026/01/a.parquet", "2026/02/a.parquet", "cộng [1].csv", ".hidden.parquet", ".git/a.parquet"} {
		if _, err := s.Put(ctx, key, []byte(key), store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(strings.TrimSpace(globCases)) {
		pattern, want, _ := strings.Cut(line, "=>")
		pattern, want = strings.TrimSpace(pattern), strings.TrimSpace(want)
		if strings.HasPrefix(line, "in/ ") {
			pattern = "in/"
		}
		for _, form := range []string{dir + "/", "file://" + dir + "/", "file://localhost" + dir + "/"} {
			matches, err := store.Glob(ctx, form+pattern)
			if err != nil {
				t.Errorf("%s: %v", pattern, err)
				continue
			}
			var rels []string
			for _, m := range matches {
				rels = append(rels, m.Rel)
				full, err := store.Read(ctx, m.Store, m.Key, 100)
				if err != nil || !strings.HasSuffix(string(full), m.Rel) || m.Info.Size != int64(len(full)) {
					t.Errorf("%s: match %q reads %q, %+v, %v", pattern, m.Rel, full, m.Info, err)
				}
			}
			if got := strings.Join(rels, " "); got != want {
				t.Errorf("%s: got %q, want %q", pattern, got, want)
			}
		}
	}
}

func TestGlobOfRelativePaths(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("x.parquet", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"x.parquet", "*.parquet", "./*.parquet", "**"} {
		matches, err := store.Glob(ctx, pattern)
		if err != nil || len(matches) != 1 || matches[0].Rel != "x.parquet" {
			t.Errorf("%s: %+v, %v", pattern, matches, err)
		}
	}
}

func TestResolve(t *testing.T) {
	dir := t.TempDir()
	for _, location := range []string{dir, dir + "/", "file://" + dir, "file://" + dir + "/sub/.."} {
		s, prefix, err := store.Resolve(location)
		if err != nil || prefix != "" {
			t.Errorf("%s: %q %v", location, prefix, err)
			continue
		}
		if got := s.(*store.Files).Root(); got != dir {
			t.Errorf("%s: root %s", location, got)
		}
	}
	if s, _, err := store.Resolve("file:///a%20b/100%"); err != nil || s.(*store.Files).Root() != "/a%20b/100%" {
		t.Errorf("a bad escape is a name: %v", err)
	}
	if s, _, err := store.Resolve("file:///a%20b"); err != nil || s.(*store.Files).Root() != "/a b" {
		t.Errorf("an escape is undone: %v", err)
	}
	var scheme *store.SchemeError
	if _, _, err := store.Resolve("gopher://a/b"); !errors.As(err, &scheme) || scheme.Scheme != "gopher" {
		t.Errorf("gopher: %v", err)
	}
	var key *store.KeyError
	for _, bad := range []string{"", "file://", "file://host/a", "file://host"} {
		if _, _, err := store.Resolve(bad); !errors.As(err, &key) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzGlobPattern(f *testing.F) {
	f.Add("**/*.parquet", "2026/01/a.parquet")
	f.Add("a**b*c", "abc/x")
	f.Add("*", ".hidden")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		if strings.ContainsAny(pattern+name, "*") || pattern == "" {
			store.MatchPath(pattern, name) // must not panic
			return
		}
		if store.MatchPath(pattern, name) != (pattern == name) {
			t.Errorf("a pattern without * is not itself: %q %q", pattern, name)
		}
	})
}
