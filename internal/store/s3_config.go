package store

import (
	"net/url"
	"os"
	"strconv"
	"strings"
)

// S3Config says where an S3 server is and who asks.
type S3Config struct {
	Endpoint  string // http:// or https:// and a host; empty: Amazon
	Region    string // empty: asked for (Amazon) or us-east-1
	CABundle  string // file of PEM certificates trusted instead of the system's
	PathStyle string // "true", "false", or empty: path style for a custom endpoint
	Identity  Identity
}

// S3Environment is the configuration that the environment gives: the variables
// and files that every S3 tool knows, and LAMSACH_S3_PATH_STYLE.
func S3Environment() (S3Config, error) {
	profile, err := loadProfile()
	if err != nil {
		return S3Config{}, err
	}
	c := S3Config{
		Endpoint:  first(os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL"), profile["endpoint_url"]),
		Region:    first(os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), profile["region"]),
		CABundle:  first(os.Getenv("AWS_CA_BUNDLE"), profile["ca_bundle"]),
		PathStyle: os.Getenv("LAMSACH_S3_PATH_STYLE"),
	}
	if c.Endpoint, err = checkEndpoint(c.Endpoint); err != nil {
		return S3Config{}, err
	}
	if c.PathStyle != "" {
		yes, err := strconv.ParseBool(c.PathStyle)
		if err != nil {
			return S3Config{}, &SetupError{"LAMSACH_S3_PATH_STYLE", "is neither true nor false"}
		}
		c.PathStyle = strconv.FormatBool(yes)
	}
	if c.Region == "" && c.Endpoint != "" {
		c.Region = "us-east-1" // what servers other than Amazon's expect
	}
	c.Identity, err = findIdentity(profile, c)
	return c, err
}

func first(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}

// checkEndpoint returns an endpoint as scheme://host[:port].
func checkEndpoint(endpoint string) (string, error) {
	if endpoint == "" {
		return "", nil
	}
	const names = "AWS_ENDPOINT_URL"
	u, err := url.Parse(endpoint)
	switch {
	case err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "":
		return "", &SetupError{names, "is not http://host[:port] or https://host[:port]"}
	case u.User != nil:
		return "", &SetupError{names, "holds a user name; put the key pair into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"}
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return "", &SetupError{names, "goes on after the host; the bucket belongs into the s3:// URL"}
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return "", &SetupError{names, "has a port outside 1 to 65535"}
		}
	}
	return u.Scheme + "://" + u.Host, nil
}

// splitS3 takes an s3:// URL apart. The part behind the bucket is a key or a
// prefix as it is: nothing in it is percent-decoded, as every S3 tool does it.
func splitS3(location string) (bucket, prefix string, err error) {
	rest, ok := strings.CutPrefix(location, "s3://")
	if !ok {
		return "", "", &KeyError{hideUser(location), "is not s3://bucket/prefix"}
	}
	bucket, prefix, _ = strings.Cut(rest, "/")
	switch {
	case strings.ContainsRune(bucket, '@'):
		return "", "", &KeyError{hideUser(location), "holds a user name; the key pair belongs into the environment"}
	case !validBucket(bucket):
		return "", "", &KeyError{hideUser(location), "names no bucket; write s3://bucket/prefix (a bucket has 3 to 63 small letters, digits, dots and hyphens)"}
	}
	prefix = strings.TrimSuffix(prefix, "/")
	if prefix = strings.TrimSuffix("/"+prefix, "/."); prefix != "" { // "." is the folder itself, as in paths
		prefix = prefix[1:]
	}
	if prefix == "" {
		return bucket, "", nil
	}
	if err := CheckKey(prefix); err != nil {
		return "", "", err
	}
	return bucket, prefix + "/", nil
}

func validBucket(name string) bool {
	if len(name) < 3 || len(name) > 63 || strings.Contains(name, "..") {
		return false
	}
	for i := range len(name) {
		c := name[i]
		edge := i == 0 || i == len(name)-1
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9') && (edge || (c != '-' && c != '.')) {
			return false
		}
	}
	return true
}
