package html

import (
	"context"
	"encoding/json"
	"fmt"
	stdhtml "html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// browser is the path of a Chromium. Where there is none the test is skipped,
// or fails if the surroundings promised one.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const absent = "no Chromium (chromium, chromium-browser or google-chrome) in PATH"
	if os.Getenv("LAMSACH_REQUIRE_PEERS") == "1" {
		t.Fatal(absent)
	}
	t.Skip(absent)
	return ""
}

// probe runs in a copy of the page, in a frame of a given width. It chooses
// each language by its label, opens everything that opens, and tells what is
// shown and how far the page is too wide.
const probe = `<script>
addEventListener("load", () => {
  const out = {width: innerWidth, margin: getComputedStyle(document.body).margin, paper: getComputedStyle(document.body).backgroundColor, langs: {}};
  const shown = id => getComputedStyle(document.getElementById(id)).display !== "none";
  const initial = shown("vi") && !shown("en");
  for (const d of document.querySelectorAll("details")) d.open = true;
  for (const lang of ["en", "vi"]) {
    document.querySelector('label[for="lang-' + lang + '"]').click();
    const root = document.documentElement, wide = [];
    for (const e of document.querySelectorAll("#" + lang + " *")) {
      if (!e.closest(".sr, thead, svg, .chart") && e.getBoundingClientRect().right > root.clientWidth + 1) wide.push(e.className || e.tagName);
    }
    out.langs[lang] = {vi: shown("vi"), en: shown("en"), over: root.scrollWidth - root.clientWidth, wide, height: root.scrollHeight};
  }
  parent.postMessage(JSON.stringify({initial, ...out}), "*");
});
</script></body>`

// seen is what the probe tells of one frame.
type seen struct {
	Initial bool   // Vietnamese is shown first, English is not
	Width   int    // of the frame
	Margin  string // "0px" only if the style sheet passed the page's own policy
	Paper   string // background
	Langs   map[string]struct {
		VI, EN bool
		Over   int      // pixels wider than the frame
		Wide   []string // elements that reach out of the frame
		Height int
	}
}

// look opens the page in frames of the widths and returns what each shows.
func look(t *testing.T, chromium, page string, widths []int, flags ...string) []seen {
	t.Helper()
	dir := t.TempDir()
	probed := strings.Replace(page, "default-src &#39;none&#39;;", "default-src 'none'; script-src 'unsafe-inline';", 1)
	probed = strings.Replace(probed, "</body>", probe, 1)
	if err := os.WriteFile(filepath.Join(dir, "page.html"), []byte(probed), 0o600); err != nil {
		t.Fatal(err)
	}
	outer := `<!DOCTYPE html><pre></pre><script>addEventListener("message", e => { document.querySelector("pre").textContent += e.data + "\n" })</script>`
	for _, w := range widths {
		outer += fmt.Sprintf(`<iframe src="page.html" style="width:%dpx;height:900px;border:0"></iframe>`, w)
	}
	if err := os.WriteFile(filepath.Join(dir, "outer.html"), []byte(outer), 0o600); err != nil {
		t.Fatal(err)
	}
	dom := dump(t, chromium, filepath.Join(dir, "outer.html"), flags...)
	pre := regexp.MustCompile(`(?s)<pre>(.*?)</pre>`).FindStringSubmatch(dom)
	if pre == nil {
		t.Fatalf("the browser dumped no page: %.200q", dom)
	}
	var out []seen
	for line := range strings.Lines(stdhtml.UnescapeString(pre[1])) {
		var s seen
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("%v: %.200q", err, line)
		}
		out = append(out, s)
	}
	if len(out) != len(widths) {
		t.Fatalf("%d of %d frames answered", len(out), len(widths))
	}
	return out
}

// dump returns the document after its scripts ran.
func dump(t *testing.T, chromium, path string, flags ...string) string {
	t.Helper()
	profile, err := os.MkdirTemp("", "lamsach-browser-")
	if err != nil {
		t.Fatal(err)
	}
	// The browser may still write while it ends; what it leaves is not ours to fail on.
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	args := append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir=" + profile, "--window-size=1600,1000",
		"--virtual-time-budget=10000", "--dump-dom",
	}, flags...)
	cmd := exec.CommandContext(ctx, chromium, append(args, "file://"+path)...)
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the browser failed: %v", err)
	}
	return string(out)
}

func TestPageInABrowser(t *testing.T) {
	chromium := browser(t)
	page := rendered(t, invented(20_000))
	var papers []string
	for _, scheme := range []string{"1", "0"} { // light, dark
		for _, s := range look(t, chromium, page, []int{360, 1400}, "--blink-settings=preferredColorScheme="+scheme) {
			check(t, s)
			papers = append(papers, s.Paper)
		}
	}
	if papers[0] == papers[2] {
		t.Errorf("light and dark have the same paper %s", papers[0])
	}
}

// Names without a space must break rather than widen a phone's page.
func TestLongNamesInABrowser(t *testing.T) {
	chromium := browser(t)
	long := strings.Repeat("KHACH_HANG_VAY_", 14)
	r := invented(20_000)
	r.Facts.Job, r.Facts.RunID, r.Facts.Damaged[0].File = long, long, long
	r.Facts.Files[0].Name, r.Facts.Columns[0].Name = long, long
	for i := range r.Units.Listed {
		r.Units.Listed[i].Unit = long[:64]
	}
	for i := range r.Causes {
		for j := range r.Causes[i].Units {
			r.Causes[i].Units[j].Unit = long[:64]
		}
		r.Causes[i].Example.File = long
	}
	for _, examples := range r.Examples {
		for i := range examples {
			examples[i].File = long
		}
	}
	for i := range r.Issues {
		r.Issues[i].Field = long[:64]
	}
	r.Examples["corrected"][0].Values[0].Submitted = long
	for _, s := range look(t, chromium, rendered(t, r), []int{360, 1400}) {
		check(t, s)
	}
}

func TestExplanationInABrowser(t *testing.T) {
	chromium := browser(t)
	for _, said := range []string{"Nguyễn Thị Ngọc Ánh", strings.Repeat("KHACH_HANG_VAY_", 14)} {
		for _, s := range look(t, chromium, explainedPage(t, explained(said, "values")), []int{360, 1400}) {
			fits(t, s)
		}
	}
}

// check holds a report's page against what every page must be, and its length.
func check(t *testing.T, s seen) {
	t.Helper()
	fits(t, s)
	for lang, l := range s.Langs {
		if l.Height < 2000 {
			t.Errorf("%d px, %s: only %d px high; most of the page is not shown", s.Width, lang, l.Height)
		}
	}
}

// fits says what every page must be: styled, in one language at a time, no wider
// than its frame.
func fits(t *testing.T, s seen) {
	t.Helper()
	if s.Margin != "0px" {
		t.Errorf("%d px: the page's policy keeps its own style sheet out", s.Width)
	}
	if !s.Initial {
		t.Errorf("%d px: the page does not open in Vietnamese alone", s.Width)
	}
	for lang, l := range s.Langs {
		if l.VI != (lang == "vi") || l.EN != (lang == "en") {
			t.Errorf("%d px: after choosing %s Vietnamese is shown: %v, English: %v", s.Width, lang, l.VI, l.EN)
		}
		if l.Over > 0 || len(l.Wide) > 0 {
			t.Errorf("%d px, %s: %d px too wide, reaching out: %v", s.Width, lang, l.Over, l.Wide)
		}
	}
}
