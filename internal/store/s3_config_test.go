package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lamsach/internal/store"
)

const sharedCredentials = `
# two people
[default]
aws_access_key_id = id-default
aws_secret_access_key = secret-default   # end of line
[bank]
aws_access_key_id=id-bank
aws_secret_access_key=secret-bank#1
aws_session_token = session-bank
[broken]
`

const sharedConfig = "[default]\nregion = ap-southeast-1\n[profile bank]\nregion = hanoi\nendpoint_url = https://s3.bank.example\ns3 =\n  region = nested\n[profile sso]\nsso_session = x\n"

// environment => endpoint region access secret session | error
const environmentCases = `
AWS_ACCESS_KEY_ID=i AWS_SECRET_ACCESS_KEY=s AWS_SESSION_TOKEN=t AWS_REGION=r => - r i s t
AWS_ACCESS_KEY_ID=i AWS_SECRET_ACCESS_KEY=s AWS_DEFAULT_REGION=d AWS_ENDPOINT_URL=http://h:9000/ => http://h:9000 d i s -
AWS_ACCESS_KEY_ID=i AWS_SECRET_ACCESS_KEY=s AWS_ENDPOINT_URL=http://a AWS_ENDPOINT_URL_S3=https://b => https://b ap-southeast-1 i s -
MINIO_ROOT_USER=m MINIO_ROOT_PASSWORD=p AWS_ENDPOINT_URL=http://h => http://h ap-southeast-1 m p -
MINIO_ACCESS_KEY=m MINIO_SECRET_KEY=p AWS_ENDPOINT_URL=http://[::1]:9000 => http://[::1]:9000 ap-southeast-1 m p -
=> - ap-southeast-1 id-default secret-default -
AWS_PROFILE=bank => https://s3.bank.example hanoi id-bank secret-bank#1 session-bank
AWS_PROFILE=bank AWS_REGION=r AWS_ENDPOINT_URL=http://h => http://h r id-bank secret-bank#1 session-bank
MINIO_ACCESS_KEY=m MINIO_SECRET_KEY=p => error AWS_ENDPOINT_URL: is not set
AWS_ACCESS_KEY_ID=i => error AWS_SECRET_ACCESS_KEY: is not set
AWS_SECRET_ACCESS_KEY=s => error AWS_ACCESS_KEY_ID: is not set
AWS_PROFILE=nobody => error names a profile that stands in neither
AWS_PROFILE=broken => error AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: are not set
AWS_PROFILE=sso => error uses sso_session
AWS_ENDPOINT_URL=h:9000 => error is not http://
AWS_ENDPOINT_URL=http://u:p@h => error holds a user name
AWS_ENDPOINT_URL=http://h/bucket => error goes on after the host
AWS_ENDPOINT_URL=http://h:0 => error port
LAMSACH_S3_PATH_STYLE=perhaps => error neither true nor false
`

func TestS3Environment(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"credentials": sharedCredentials, "config": sharedConfig} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(strings.TrimSpace(environmentCases)) {
		set, want, _ := strings.Cut(strings.TrimSpace(line), "=>")
		want = strings.TrimSpace(want)
		t.Run(strings.ReplaceAll(set, "/", "_"), func(t *testing.T) {
			emptyEnvironment(t)
			t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(dir, "credentials"))
			t.Setenv("AWS_CONFIG_FILE", filepath.Join(dir, "config"))
			for _, one := range strings.Fields(set) {
				name, value, _ := strings.Cut(one, "=")
				t.Setenv(name, value)
			}
			c, err := store.S3Environment()
			if text, isError := strings.CutPrefix(want, "error "); isError {
				var setup *store.SetupError
				if !errors.As(err, &setup) || !strings.Contains(err.Error(), text) {
					t.Errorf("says %v, want %q", err, text)
				}
				return
			}
			got := []string{c.Endpoint, c.Region, c.Identity.AccessKey, c.Identity.Secret.Reveal(), c.Identity.Session.Reveal()}
			for i := range got {
				if got[i] == "" {
					got[i] = "-"
				}
			}
			if err != nil || strings.Join(got, " ") != want {
				t.Errorf("got %v, want %s, %v", got, want, err)
			}
		})
	}
}

func emptyEnvironment(t *testing.T) {
	for _, one := range os.Environ() {
		name, _, _ := strings.Cut(one, "=")
		if strings.HasPrefix(name, "AWS_") || strings.HasPrefix(name, "MINIO_") || strings.HasPrefix(name, "LAMSACH_S3") {
			t.Setenv(name, "")
		}
	}
	nowhere := filepath.Join(t.TempDir(), "none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", nowhere)
	t.Setenv("AWS_CONFIG_FILE", nowhere)
}

// Without any setting the answer comes at once and says what is missing: no
// address of the local network is asked.
func TestNoCredentials(t *testing.T) {
	emptyEnvironment(t)
	var lost *store.Unavailable
	if _, _, err := store.Resolve("s3://bucket/a"); !errors.As(err, &lost) || !strings.Contains(err.Error(), "AWS_ACCESS_KEY_ID") {
		t.Errorf("says %v", err)
	}
	for _, names := range [][]string{
		{"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"}, {"AWS_CONTAINER_CREDENTIALS_FULL_URI"}, {"AWS_EC2_METADATA"},
	} {
		t.Run(names[0], func(t *testing.T) {
			for _, name := range names {
				t.Setenv(name, "x")
			}
			if _, _, err := store.Resolve("s3://bucket/a"); err != nil {
				t.Errorf("a lender of keys is not seen: %v", err)
			}
		})
	}
	t.Setenv("AWS_CA_BUNDLE", filepath.Join(t.TempDir(), "none.pem"))
	t.Setenv("AWS_ACCESS_KEY_ID", "i")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
	if _, _, err := store.Resolve("s3://bucket/a"); err == nil || !strings.Contains(err.Error(), "AWS_CA_BUNDLE") {
		t.Errorf("a missing bundle: %v", err)
	}
}

// url => bucket prefix | error
const urlCases = `
s3://bucket               => bucket -
s3://bucket/              => bucket -
s3://bucket/a             => bucket a/
s3://bucket/a/b/          => bucket a/b/
s3://bucket/.             => bucket -
s3://bucket/a/.           => bucket a/
s3://b-1.x/a%20b+c=?#&    => b-1.x a%20b+c=?#&/
s3://bucket/Dữ_liệu       => bucket Dữ_liệu/
s3://                     => error
s3:///a                   => error
s3://ab                   => error
s3://Bucket/a             => error
s3://-bucket              => error
s3://bu..cket             => error
s3://buck*t/a             => error
s3://key:secret@bucket/a  => error
s3://bucket/../a          => error
s3://bucket//a            => error
s3://bucket/a//b          => error
http://bucket/a           => error
`

func TestSplitS3(t *testing.T) {
	for line := range strings.Lines(strings.TrimSpace(urlCases)) {
		location, want, _ := strings.Cut(strings.TrimSpace(line), "=>")
		location, want = strings.TrimSpace(location), strings.TrimSpace(want)
		bucket, prefix, err := store.SplitS3(location)
		if prefix == "" {
			prefix = "-"
		}
		got := bucket + " " + prefix
		var bad *store.KeyError
		if err != nil {
			got = "error"
			if !errors.As(err, &bad) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v", location, err)
			}
		}
		if got != want {
			t.Errorf("%s: got %s, want %s, %v", location, got, want, err)
		}
	}
}

func FuzzS3URL(f *testing.F) {
	for line := range strings.Lines(strings.TrimSpace(urlCases)) {
		location, _, _ := strings.Cut(line, " ")
		f.Add(location)
	}
	f.Fuzz(func(t *testing.T, location string) {
		bucket, prefix, err := store.SplitS3(location)
		if err != nil {
			return
		}
		if prefix != "" && store.CheckKey(strings.TrimSuffix(prefix, "/")) != nil || prefix != "" && !strings.HasSuffix(prefix, "/") {
			t.Errorf("%q gives the prefix %q", location, prefix)
		}
		b, p, err := store.SplitS3("s3://" + bucket + "/" + prefix)
		if err != nil || b != bucket || p != prefix {
			t.Errorf("%q gives %q %q, and that %q %q, %v", location, bucket, prefix, b, p, err)
		}
	})
}

func FuzzSettings(f *testing.F) {
	f.Add(sharedCredentials)
	f.Add("[a]\nb=c")
	f.Add("http://h:1")
	f.Add("1 5 00000000 " + strings.Repeat("0", 64) + " " + strings.Repeat("a", 24))
	f.Fuzz(func(t *testing.T, text string) {
		for _, section := range store.ParseINI(text) {
			for k, v := range section {
				if strings.Contains(k+v, "\n") {
					t.Errorf("a setting of two lines: %q", k)
				}
			}
		}
		if e, err := store.CheckEndpoint(text); err == nil && e != "" {
			if again, err := store.CheckEndpoint(e); err != nil || again != e {
				t.Errorf("%q becomes %q becomes %q, %v", text, e, again, err)
			}
		}
		if again, ok := store.KeptText(text, 5); ok && again != text {
			t.Errorf("%q reads as %q", text, again)
		}
	})
}
