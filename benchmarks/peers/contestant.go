package main

// contestant is one way to link the file.
type contestant struct {
	Name    string
	Script  string   // of scripts/, "" for lamsach
	Args    []string // of the script
	Needs   []string // Python packages
	Numbers bool     // has nothing to join on in a file without numbers
	Slow    bool     // gets smaller files where the others' are large
	What    string
}

var peers = []contestant{
	{Name: "duckdb-exact", Script: "exact_duckdb.py", Needs: []string{"duckdb"}, Numbers: true, What: "SO_CCCD = personal_id as they stand, Parquet in and out"},
	{Name: "polars-exact", Script: "exact_polars.py", Needs: []string{"polars"}, Numbers: true, What: "the same join"},
	{
		Name: "duckdb-rules", Script: "rules_duckdb.py", Needs: []string{"duckdb"},
		What: "prepared in SQL; number, old number, name + birth date; linked when name and birth date agree, or a number with one of them",
	},
	{
		Name: "duckdb-jw", Script: "rules_duckdb.py", Args: []string{"--fuzzy", "jw"}, Needs: []string{"duckdb"},
		What: "the same and all people of the same birth date with jaro_winkler_similarity >= 0.8; cut at 0.92",
	},
	{
		Name: "splink-library", Script: "splink5.py", Args: []string{"--model", "library"}, Needs: []string{"splink", "duckdb"},
		What: "NameComparison, DateOfBirthComparison, four blocking rules, trained without labels; cut at 0.95",
	},
	{
		Name: "splink-custom", Script: "splink5.py", Args: []string{"--model", "custom"}, Needs: []string{"splink", "duckdb"}, Slow: true,
		What: "own levels for names and dates, seven blocking rules; cut at 0.95",
	},
	{
		Name: "goldenmatch-fs", Script: "goldenmatch_fs.py", Needs: []string{"goldenmatch", "goldenmatch-native", "duckdb", "polars", "pyarrow"}, Slow: true,
		What: "probabilistic matchkey on the four blocking rules, trained on 20,000 rows, model saved and used by match_df; as it comes (0.3)",
	},
}

// Names of lamsach's own ways; the snapshot is built before, by a process of its
// own, or counted in.
const (
	onlyOutcomes = "lamsach, outcomes only"
	allOutputs   = "lamsach, default outputs"
	build        = "lamsach register build"
)
