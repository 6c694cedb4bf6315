package quality

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"lamsach/benchmarks/measure"
	"lamsach/matchers/evaluate"
)

// Score holds the newest run in an output folder against the truth: what the
// binary says of it with evaluate.
func Score(bin string, env []string, output, truth string) (*evaluate.Result, error) {
	said, err := os.CreateTemp("", "lamsach-score-*.json")
	if err != nil {
		return nil, err
	}
	said.Close()
	defer os.Remove(said.Name())
	if _, err := measure.RunTo(said.Name(), bin, env, "evaluate", output, "--truth", truth, "--no-relink", "--json"); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(said.Name())
	if err != nil {
		return nil, err
	}
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n")) // warnings may stand before it
	r := new(evaluate.Result)
	if err := json.Unmarshal(lines[len(lines)-1], r); err != nil {
		return nil, fmt.Errorf("what evaluate said cannot be read: %w", err)
	}
	return r, nil
}
