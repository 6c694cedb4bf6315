package schemas

import (
	"encoding/csv"
	"fmt"
	"strings"
	"sync"

	"lamsach/schemas/data"
)

// aliases is the table of usual header spellings: folded key → role. The keys
// of the file are folded again here, so that one function defines equality.
var aliases = sync.OnceValue(func() map[string]Role {
	records := mustTable("columns/column_aliases.csv")
	keys := make(map[string]Role, len(records))
	for _, rec := range records {
		keys[foldKey(rec[1])] = Role(rec[0])
	}
	return keys
})

// mustTable reads an embedded table without its header. The tables are part
// of the program, so a fault in one is a bug and panics.
func mustTable(path string) [][]string {
	records, err := csv.NewReader(strings.NewReader(mustText(path))).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("schemas: %s: %v", path, err))
	}
	return records[1:]
}

// mustText reads an embedded file.
func mustText(path string) string {
	text, err := data.Files.ReadFile(path)
	if err != nil {
		panic(fmt.Sprintf("schemas: %v", err))
	}
	return string(text)
}
