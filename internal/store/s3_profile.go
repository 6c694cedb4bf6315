package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// loadProfile gives the settings of AWS_PROFILE (or the default profile) in
// the shared credentials and config files, the credentials file first. A
// profile that is named but stands nowhere is an error.
func loadProfile() (map[string]string, error) {
	name := first(os.Getenv("AWS_PROFILE"), os.Getenv("AWS_DEFAULT_PROFILE"))
	named := name != ""
	if !named {
		name = "default"
	}
	out := map[string]string{}
	found := false
	for _, f := range []struct{ file, section string }{
		{sharedFile("AWS_SHARED_CREDENTIALS_FILE", "credentials"), name},
		{sharedFile("AWS_CONFIG_FILE", "config"), "profile " + name},
		{sharedFile("AWS_CONFIG_FILE", "config"), name},
	} {
		if f.file == "" {
			continue
		}
		data, err := os.ReadFile(f.file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, &SetupError{"AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE", "cannot be read: " + f.file}
		}
		section, ok := parseINI(string(data))[f.section]
		found = found || ok
		for k, v := range section {
			if _, there := out[k]; !there {
				out[k] = v
			}
		}
	}
	if named && !found {
		return nil, &SetupError{"AWS_PROFILE", "names a profile that stands in neither the credentials nor the config file"}
	}
	return out, nil
}

// sharedFile is the path of one of the two files; empty when it has none.
func sharedFile(variable, name string) string {
	if f := os.Getenv(variable); f != "" {
		return f
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".aws", name)
}

// parseINI reads the part of INI that these files use: [section], name = value,
// comments after # or ; at the start of a line or after a blank. Indented lines
// below a setting without a value are a nested list, which nothing here needs.
func parseINI(text string) map[string]map[string]string {
	out := map[string]map[string]string{}
	section := ""
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		nested := line[0] == ' ' || line[0] == '\t'
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			name, _, _ := strings.Cut(line[1:], "]")
			section = strings.Join(strings.Fields(name), " ")
			if out[section] == nil {
				out[section] = map[string]string{}
			}
		case nested || out[section] == nil:
		default:
			name, value, ok := strings.Cut(line, "=")
			if !ok {
				continue
			}
			for _, mark := range []string{" #", "\t#", " ;", "\t;"} {
				value, _, _ = strings.Cut(value, mark)
			}
			out[section][strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return out
}
