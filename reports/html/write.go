package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sync"

	"lamsach/reports"
	"lamsach/schemas"
)

//go:embed page.tmpl charts.tmpl sections.tmpl estimates.tmpl evaluation.tmpl explanation.tmpl across.tmpl
var templates embed.FS

//go:embed style.css
var style string

// parsed is the page's template. It is embedded and executed by the tests, so
// a fault in it is a bug and panics.
var parsed = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(templates, "*.tmpl"))
})

// document is what the outer template sees.
type document struct {
	Title  string
	Style  template.CSS // our own embedded sheet, never input
	Policy string
	Pages  []page
}

// Write writes the page. The bytes are a function of the report alone.
func Write(w io.Writer, r *reports.Report) error {
	d := document{
		Title:  title(r),
		Style:  template.CSS(style),
		Policy: policy(style),
		Pages:  []page{{Lang: schemas.Vietnamese, R: r}, {Lang: schemas.English, R: r}},
	}
	if err := parsed().ExecuteTemplate(w, "document", d); err != nil {
		return fmt.Errorf("reports/html: %w", err)
	}
	return nil
}

// policy allows the page its own style sheet and nothing else: no script, no
// network, no frame, no form.
func policy(sheet string) string {
	sum := sha256.Sum256([]byte(sheet))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

func title(r *reports.Report) string {
	if r.Facts.Job == "" {
		return "lamsach"
	}
	return r.Facts.Job + " · lamsach"
}
