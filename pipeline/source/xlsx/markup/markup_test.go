package markup_test

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"lamsach/pipeline/source/xlsx/markup"
)

//go:embed testdata/tokens.txt
var tokenCases string

var plainly = strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t", `\s`, " ", `\x00`, "\x00", `\xef`, "\xef", `\xbb`, "\xbb", `\xbf`, "\xbf", `\xff`, "\xff", `\xfe`, "\xfe")

// told gives the tokens of a scanner as text.
func told(s *markup.Scanner) string {
	var out []string
	for {
		kind := s.Next()
		switch kind {
		case markup.End:
			if err := s.Err(); err != nil {
				out = append(out, "! "+err.Error())
			}
			return strings.Join(out, " ")
		case markup.Start:
			t := string(s.Name())
			for _, a := range s.Attrs() {
				t += fmt.Sprintf(" %s=%s", a.Name, markup.Unescape(nil, a.Value))
			}
			if s.Empty() {
				out = append(out, "["+t+"]")
			} else {
				out = append(out, "("+t+")")
			}
		case markup.Close:
			out = append(out, "/"+string(s.Name()))
		case markup.Text:
			if text, plain := s.Chars(); plain {
				out = append(out, `"`+string(text)+`"`)
			} else {
				out = append(out, "'"+string(markup.Unescape(nil, text))+"'")
			}
		}
	}
}

func TestTokens(t *testing.T) {
	for line := range strings.Lines(tokenCases) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		in, want, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " -> ")
		in, want = plainly.Replace(strings.TrimSpace(in)), plainly.Replace(strings.TrimSpace(want))
		var s markup.Scanner
		s.ResetBytes([]byte(in))
		got := told(&s)
		if before, fault, bad := strings.Cut(want, "!"); bad {
			if !strings.HasPrefix(got, before+"!") || !strings.Contains(got, strings.TrimSpace(fault)) {
				t.Errorf("%q: got %q, want %q", in, got, want)
			}
		} else if got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
		s.Reset(iotest.OneByteReader(strings.NewReader(in)))
		if slowly := told(&s); slowly != got {
			t.Errorf("%q byte by byte: got %q, want %q", in, slowly, got)
		}
	}
}

func TestEndlessThingsEnd(t *testing.T) {
	cases := []struct {
		name   string
		begins string
		goesOn string
		want   error
	}{
		{"tag", "<a ", "b", markup.ErrLong},
		{"attribute", `<a b="`, "x", markup.ErrLong},
		{"zeros", "", "\x00", markup.ErrLong},
		{"text", "<a>", " ", markup.ErrLong},
		{"comment", "<a><!--", "-", markup.ErrLong},
		{"CDATA", "<a><![CDATA[", "]", markup.ErrLong},
		{"instruction", "<?", "?", markup.ErrLong},
		{"end tag", "<a></", "a", markup.ErrLong},
		{"nesting", "", "<a>", markup.ErrDeep},
		{"attributes", "<a", ` b=""`, markup.ErrSyntax},
	}
	for _, c := range cases {
		var s markup.Scanner
		s.Reset(io.MultiReader(strings.NewReader(c.begins), endless(c.goesOn)))
		for s.Next() != markup.End {
		}
		if !errors.Is(s.Err(), c.want) {
			t.Errorf("endless %s: %v, want %v", c.name, s.Err(), c.want)
		}
	}
}

// endless repeats a text for ever.
func endless(text string) io.Reader { return &repeater{text: text} }

type repeater struct {
	text string
	at   int
}

func (r *repeater) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.text[r.at%len(r.text)]
		r.at++
	}
	return len(p), nil
}

func TestHeldRowsEnd(t *testing.T) {
	var s markup.Scanner
	s.Reset(io.MultiReader(strings.NewReader("<a>"), endless("<c/>")))
	s.Next()
	s.Hold(false)
	for s.Next() != markup.End {
	}
	if !errors.Is(s.Err(), markup.ErrHeld) {
		t.Errorf("got %v, want %v", s.Err(), markup.ErrHeld)
	}
}

func TestCutGivesEveryByte(t *testing.T) {
	in := "<a><!-- x --><b>" + strings.Repeat("<c d='1'>t</c>\n", 50_000) + "</b></a>"
	var s markup.Scanner
	s.Reset(strings.NewReader(in))
	s.Hold(false)
	var got []byte
	for i := 0; s.Next() != markup.End; i++ {
		if i%7 == 0 {
			got = append(got, s.CutBefore()...)
		} else if i%11 == 0 {
			got = append(got, s.Cut()...)
		}
	}
	if got = append(got, s.Cut()...); string(got) != in || s.Err() != nil {
		t.Errorf("%d bytes of %d came back, %v", len(got), len(in), s.Err())
	}
}

func TestSkipPassesOverAnElement(t *testing.T) {
	var s markup.Scanner
	s.ResetBytes([]byte("<a><b><b/><c>x</c></b><d/></a>"))
	s.Next()
	s.Next()
	s.Skip()
	if got := told(&s); got != "[d] /a" {
		t.Errorf("behind the element stands %q, want [d] /a", got)
	}
}

// TestWithinIsAShortcut: it passes over what it knows and leaves the rest alone.
func TestWithinIsAShortcut(t *testing.T) {
	cases := []struct{ in, want, rest string }{
		{"<r><c><v>12</v></c><d/></r>", "12", "[d] /r"},
		{"<r><c><v></v></c></r>", "", "/r"},
		{"<r><c><v>1&amp;</v></c></r>", "1&amp;", "/r"},
		{"<r><c><v >1</v></c></r>", "!", "(v) '1' /v /c /r"},
		{"<r><c><v>1</v ></c></r>", "!", "(v) '1' /v /c /r"},
		{"<r><c><v>1<!-- --></v></c></r>", "!", "(v) '1' /v /c /r"},
		{"<r><c><f/><v>1</v></c></r>", "!", "[f] (v) '1' /v /c /r"},
		{"<r><c/></r>", "!", "/r"},
		{"<r><c><v>1", "!", "(v) ! its XML ends in the middle"},
	}
	for _, c := range cases {
		var s markup.Scanner
		s.ResetBytes([]byte(c.in))
		s.Next()
		s.Next()
		got := "!"
		if text, ok := s.Within("<v>", "</v></c>"); ok {
			got = string(text)
		}
		if rest := told(&s); got != c.want || rest != c.rest {
			t.Errorf("%s: %q, then %q; want %q, then %q", c.in, got, rest, c.want, c.rest)
		}
	}
}

func TestEscapedTextComesBack(t *testing.T) {
	for _, in := range []string{"", "Nguyễn & <b> \"x\" 'y'", "a\r\nb\tc", "]]>"} {
		if got := string(markup.Unescape(nil, markup.Escape(nil, []byte(in)))); got != in {
			t.Errorf("%q came back as %q", in, got)
		}
	}
	if got := string(markup.Escape(nil, []byte("a\x00\xffb"))); got != "a\ufffd\ufffdb" {
		t.Errorf("what XML does not know became %q", got)
	}
}

// reference reads with encoding/xml; ok is false where it finds fault.
func reference(in []byte) (tokens string, ok bool) {
	var out strings.Builder
	d := xml.NewDecoder(bytes.NewReader(in))
	for {
		tok, err := d.RawToken()
		if err != nil {
			return out.String(), errors.Is(err, io.EOF)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			fmt.Fprintf(&out, "(%s", tok.Name.Local)
			for _, a := range tok.Attr {
				fmt.Fprintf(&out, " %s=%s", a.Name.Local, a.Value)
			}
			out.WriteString(")")
		case xml.EndElement:
			fmt.Fprintf(&out, "/%s ", tok.Name.Local)
		case xml.CharData:
			out.Write(tok)
		}
	}
}

// ours reads in the same notation.
func ours(in []byte) (string, error) {
	var out strings.Builder
	var s markup.Scanner
	s.ResetBytes(in)
	for {
		switch s.Next() {
		case markup.End:
			return out.String(), s.Err()
		case markup.Start:
			fmt.Fprintf(&out, "(%s", s.Name())
			for _, a := range s.Attrs() {
				fmt.Fprintf(&out, " %s=%s", a.Name, markup.Unescape(nil, a.Value))
			}
			out.WriteString(")")
			if s.Empty() {
				fmt.Fprintf(&out, "/%s ", s.Name())
			}
		case markup.Close:
			fmt.Fprintf(&out, "/%s ", s.Name())
		case markup.Text:
			text, plain := s.Chars()
			if !plain {
				text = markup.Unescape(nil, text)
			}
			out.Write(text)
		}
	}
}

// FuzzScanner: no input makes the scanner panic or loop, what it reads does not
// depend on how the bytes arrive, and what encoding/xml finds well-formed is
// read alike.
func FuzzScanner(f *testing.F) {
	for line := range strings.Lines(tokenCases) {
		if in, _, found := strings.Cut(line, " -> "); found {
			f.Add([]byte(plainly.Replace(strings.TrimSpace(in))))
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		var whole, slow markup.Scanner
		whole.ResetBytes(in)
		slow.Reset(iotest.OneByteReader(bytes.NewReader(in)))
		if a, b := told(&whole), told(&slow); a != b {
			t.Fatalf("whole %q, byte by byte %q", a, b)
		}
		got, err := ours(in)
		if err != nil || bytes.ContainsAny(in, ":\r") || bytes.Contains(in, []byte("<!D")) || bytes.Contains(in, []byte("]]>")) || bytes.HasPrefix(in, []byte("\xef\xbb\xbf")) {
			return // names with two colons and the like are seen otherwise
		}
		if want, ok := reference(in); ok && got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

func BenchmarkScanner(b *testing.B) {
	in := []byte("<a>" + strings.Repeat(`<row r="100"><c r="A100" t="s"><v>123456</v></c><c r="B100" s="4"><v>33294</v></c><c r="C100" t="inlineStr"><is><t>Thôn 5</t></is></c></row>`, 10_000) + "</a>")
	var s markup.Scanner
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		s.ResetBytes(in)
		for s.Next() != markup.End {
		}
	}
	if s.Err() != nil {
		b.Fatal(s.Err())
	}
}
