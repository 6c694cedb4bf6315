package s3test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Server is a running S3 server.
type Server struct {
	Endpoint  string // http://127.0.0.1:port
	AccessKey string
	Secret    string
	Folder    string // a folder in it is a bucket
	versions  string // where versioned buckets keep old objects
}

// Start starts a server for the length of the test, with one empty bucket, and
// sets the environment so that store.Resolve serves the URL it returns,
// s3://bucket.
func Start(t testing.TB) string {
	t.Helper()
	s := Launch(t)
	s.Use(t)
	return "s3://" + s.Bucket(t)
}

// Launch starts a server for the length of the test.
func Launch(t testing.TB) *Server {
	t.Helper()
	program := find(t)
	s := &Server{AccessKey: "test" + rand.Text()[:8], Secret: rand.Text(), Folder: t.TempDir(), versions: t.TempDir()}
	for range 5 { // another process may take the port between our look and the start
		if s.launch(t, program) {
			return s
		}
	}
	t.Fatal("versitygw does not come up; run it by hand to see why")
	return nil
}

func (s *Server) launch(t testing.TB, program string) bool {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	var said bytes.Buffer
	cmd := exec.Command(program, "--port", address, "--keep-alive", "--quiet", "posix", "--versioning-dir", s.versions, s.Folder)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+s.AccessKey, "ROOT_SECRET_KEY="+s.Secret)
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	stop := func() { _ = cmd.Process.Kill(); <-ended }
	s.Endpoint = "http://" + address
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		select {
		case <-ended:
			t.Logf("versitygw ended: %s", said.Bytes())
			return false
		case <-time.After(20 * time.Millisecond):
		}
		if resp, err := http.Get(s.Endpoint); err == nil {
			resp.Body.Close()
			t.Cleanup(stop)
			return true
		}
	}
	stop()
	return false
}

// Use sets the environment of the test to this server.
func (s *Server) Use(t testing.TB) {
	nowhere := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": s.Endpoint, "AWS_ENDPOINT_URL_S3": "", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "",
		"AWS_ACCESS_KEY_ID": s.AccessKey, "AWS_SECRET_ACCESS_KEY": s.Secret, "AWS_SESSION_TOKEN": "",
		"AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "", "AWS_SHARED_CREDENTIALS_FILE": nowhere, "AWS_CONFIG_FILE": nowhere,
		"AWS_CA_BUNDLE": "", "LAMSACH_S3_PATH_STYLE": "", "NO_PROXY": "127.0.0.1",
	} {
		t.Setenv(name, value)
	}
}

// Bucket makes an empty bucket.
func (s *Server) Bucket(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("b-%x", time.Now().UnixNano())
	if err := os.Mkdir(filepath.Join(s.Folder, name), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

// find looks for the program.
func find(t testing.TB) string {
	t.Helper()
	if name := os.Getenv("LAMSACH_VERSITYGW"); name != "" {
		return name
	}
	if name, err := exec.LookPath("versitygw"); err == nil {
		return name
	}
	dir, err := os.Getwd()
	for err == nil {
		name := filepath.Join(dir, ".cache", "bin", "versitygw")
		if info, err := os.Stat(name); err == nil && !info.IsDir() {
			return name
		}
		if filepath.Dir(dir) == dir {
			break
		}
		dir = filepath.Dir(dir)
	}
	const lacks = "no S3 server: install versitygw (see package s3test) or name it in LAMSACH_VERSITYGW"
	if os.Getenv("LAMSACH_REQUIRE_PEERS") != "" {
		t.Fatal(lacks)
	}
	t.Skip(lacks)
	return ""
}
