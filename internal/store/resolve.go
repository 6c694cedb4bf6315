package store

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Resolve gives the store that serves a URL and the prefix of its keys there,
// empty or ending in a slash. A bare path and file:///abs are folders of this
// machine, which need not exist; their prefix is empty. s3://bucket/prefix is
// served as the environment says (S3Environment); nothing is asked of the
// server yet.
func Resolve(location string) (Store, string, error) {
	if strings.HasPrefix(location, "s3://") {
		return resolveS3(location)
	}
	name, err := localPath(location)
	if err != nil {
		return nil, "", err
	}
	return NewFiles(name), "", nil
}

func resolveS3(location string) (Store, string, error) {
	bucket, prefix, err := splitS3(location)
	if err != nil {
		return nil, "", err
	}
	config, err := S3Environment()
	if err != nil {
		return nil, "", &Unavailable{Op: "open", Key: location, Err: err}
	}
	s, err := NewS3(bucket, config)
	if err != nil {
		return nil, "", &Unavailable{Op: "open", Key: location, Err: err}
	}
	return s, prefix, nil
}

// localPath is the absolute path that a bare path or file URL names.
func localPath(location string) (string, error) {
	scheme, rest, ok := strings.Cut(location, "://")
	if !ok {
		if location == "" {
			return "", &KeyError{location, "is empty; give a path or a URL"}
		}
		return filepath.Abs(location)
	}
	if scheme != "file" {
		return "", &SchemeError{URL: hideUser(location), Scheme: scheme}
	}
	host, _, _ := strings.Cut(rest, "/")
	if (host != "" && host != "localhost") || rest == host {
		return "", &KeyError{location, "a file URL is file:///absolute/path"}
	}
	name := rest[len(host):]
	// A file URL may be percent-encoded; one that is not valid encoding is a
	// plain name with a percent sign.
	if plain, err := url.PathUnescape(name); err == nil {
		if _, statErr := os.Lstat(name); statErr != nil {
			name = plain
		}
	}
	return filepath.Clean(name), nil
}

// hideUser takes a user part with its password out of a URL.
func hideUser(location string) string {
	scheme, rest, _ := strings.Cut(location, "://")
	host, tail, _ := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		host = host[at+1:]
	}
	return scheme + "://" + host + "/" + tail
}

// Match is an object that a pattern names.
type Match struct {
	Store Store
	Key   string
	Rel   string // path below the pattern's folder: what outputs call source_file
	Info  Info
}

// Glob finds the objects that a pattern names, sorted by Rel. In a pattern *
// stands for any run of characters of one segment and ** for any number of
// segments; every other character is itself. Names that begin with a dot are
// matched only by a segment that begins with one. The pattern's folder is what
// stands before the first * (or the last segment), up to its last slash. No
// match is no error; no such bucket is.
func Glob(ctx context.Context, pattern string) ([]Match, error) {
	location, segments := splitPattern(pattern)
	s, prefix, err := Resolve(location)
	if err != nil {
		return nil, err
	}
	rel := strings.Join(segments, "/")
	if !strings.Contains(rel, "*") {
		info, err := s.Stat(ctx, prefix+rel)
		if err != nil {
			return nil, ignoreAbsent(err)
		}
		return []Match{{Store: s, Key: info.Key, Rel: rel, Info: info}}, nil
	}
	literal, _, _ := strings.Cut(rel, "*")
	infos, err := s.List(ctx, prefix+literal)
	if err != nil {
		return nil, err
	}
	var out []Match
	for _, info := range infos {
		name := strings.TrimPrefix(info.Key, prefix)
		if matchSegments(segments, strings.Split(name, "/")) {
			out = append(out, Match{Store: s, Key: info.Key, Rel: name, Info: info})
		}
	}
	return out, nil
}
