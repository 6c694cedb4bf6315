package reports

import (
	"encoding/json"
	"fmt"
	"io"
)

// WriteSummary writes the report as summary.json: an object with at least
// "rows" and "verdicts" (all seven), keys in a fixed order, one line feed at
// the end.
func WriteSummary(w io.Writer, r *Report) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("reports: summary: %w", err)
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

// ReadSummary reads what WriteSummary wrote, so that the page can be written
// again without the rows.
func ReadSummary(src io.Reader) (*Report, error) {
	var r Report
	if err := json.NewDecoder(src).Decode(&r); err != nil {
		return nil, fmt.Errorf("reports: summary.json: %w", err)
	}
	if !r.Conserved() {
		return nil, fmt.Errorf("reports: summary.json: the verdicts do not add up to %d rows", r.Rows)
	}
	return &r, nil
}
