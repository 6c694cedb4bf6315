package store_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"lamsach/internal/store"
	"lamsach/internal/store/s3test"
)

func realConfig(s *s3test.Server) store.S3Config {
	return store.S3Config{Endpoint: s.Endpoint, Region: "us-east-1", Identity: store.Identity{
		AccessKey: s.AccessKey, Secret: store.NewSecret(s.Secret), Session: store.NewSecret(""),
	}}
}

// Objects too large for one PUT go in pieces; the condition holds when they
// are put together.
func TestPiecesOnARealServer(t *testing.T) {
	server := s3test.Launch(t)
	s, err := store.Tuned(server.Bucket(t), realConfig(server), 30*time.Second, 6<<20, 5<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("0123456789abcdef"), 17<<20/16)
	data[9<<20] = 'x'
	const writers = 4
	var won atomic.Int32
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			_, err := s.PutFile(ctx, "large", bytes.NewReader(data), int64(len(data)), store.PutOptions{IfAbsent: true})
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, store.ErrPrecondition) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d of %d writers were first", won.Load(), writers)
	}
	if sum, err := store.SumObject(ctx, s, "large"); err != nil || sum != store.Sum(data) {
		t.Errorf("%+v, %v", sum, err)
	}
	info, err := s.Stat(ctx, "large")
	if err != nil || !strings.Contains(info.Version, "-4") {
		t.Errorf("not an object of four pieces: %+v, %v", info, err)
	}
	if _, err := s.PutFile(ctx, "large", bytes.NewReader(data), int64(len(data)), store.PutOptions{IfMatch: "0123"}); !errors.Is(err, store.ErrPrecondition) {
		t.Errorf("a match against another version: %v", err)
	}
	if _, err := s.PutFile(ctx, "large", bytes.NewReader(data[1:]), int64(len(data)-1), store.PutOptions{IfMatch: info.Version}); err != nil {
		t.Errorf("a match: %v", err)
	}
	if left, err := s.Leftovers(ctx, "", 0); err != nil || len(left) != 0 {
		t.Errorf("uploads stayed: %+v, %v", left, err)
	}
}

func TestLeftoversOnARealServer(t *testing.T) {
	server := s3test.Launch(t)
	bucket := server.Bucket(t)
	s, err := store.Tuned(bucket, realConfig(server), 30*time.Second, 6<<20, 5<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	core := rawClient(t, server)
	for _, key := range []string{"run=1/b = %+ đ.parquet", "run=1/a", "other"} {
		id, err := core.NewMultipartUpload(ctx, bucket, key, minio.PutObjectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := core.PutObjectPart(ctx, bucket, key, id, 1, strings.NewReader("half"), 4, minio.PutObjectPartOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := s.Leftovers(ctx, "run=1/", time.Hour); err != nil || len(left) != 0 {
		t.Errorf("young ones: %+v, %v", left, err)
	}
	left, err := s.Leftovers(ctx, "run=1/", 0)
	if err != nil || len(left) != 2 || left[0].Key != "run=1/a" || left[1].Key != "run=1/b = %+ đ.parquet" || left[0].Size != 4 || left[0].Modified.IsZero() {
		t.Fatalf("%+v, %v", left, err)
	}
	for _, l := range append(left, left...) { // the second time they are gone
		if err := s.Abort(ctx, l); err != nil {
			t.Errorf("%q: %v", l.Key, err)
		}
	}
	if left, err := s.Leftovers(ctx, "", 0); err != nil || len(left) != 1 || left[0].Key != "other" {
		t.Errorf("%+v, %v", left, err)
	}
}

func rawClient(t *testing.T, server *s3test.Server) *minio.Core {
	t.Helper()
	core, err := minio.NewCore(strings.TrimPrefix(server.Endpoint, "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(server.AccessKey, server.Secret, ""), Region: "us-east-1", BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		t.Fatal(err)
	}
	return core
}

// In a bucket that keeps versions, a run goes on with the object it began with.
func TestPinnedVersionOnARealServer(t *testing.T) {
	server := s3test.Launch(t)
	bucket := server.Bucket(t)
	if err := rawClient(t, server).EnableVersioning(ctx, bucket); err != nil {
		t.Fatal(err)
	}
	s, err := store.Tuned(bucket, realConfig(server), 30*time.Second, 1<<30, 5<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	data := bytes.Repeat([]byte("first..."), 3<<17)
	if _, err := s.Put(ctx, "a", data, store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	_, blocks, err := store.SumBlocks(ctx, s, "a")
	if err != nil || blocks.Info().Pin == "" {
		t.Fatalf("%+v, %v", blocks, err)
	}
	if _, err := s.Put(ctx, "a", []byte("second"), store.PutOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	o, err := blocks.Open(ctx, s, "a")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	got := make([]byte, len(data))
	if _, err := o.ReadAt(got, 0); err != nil || !bytes.Equal(got, data) {
		t.Errorf("the version that was pinned: equal %v, %v", bytes.Equal(got, data), err)
	}
	if _, err := s.Open(ctx, "a"); !errors.Is(err, store.ErrNotExist) {
		t.Errorf("a deleted object: %v", err)
	}
}

func TestHintsOfARealServer(t *testing.T) {
	server := s3test.Launch(t)
	bucket := server.Bucket(t)
	for _, c := range []struct {
		bucket, access, secret, want string
	}{
		{bucket, server.AccessKey, "wrong", "AWS_SECRET_ACCESS_KEY"},
		{bucket, "nobody", "wrong", "AWS_ACCESS_KEY_ID"},
		{"no-such-bucket", server.AccessKey, server.Secret, `no bucket "no-such-bucket"`},
	} {
		config := realConfig(server)
		config.Identity = store.Identity{AccessKey: c.access, Secret: store.NewSecret(c.secret)}
		s, err := store.Tuned(c.bucket, config, 30*time.Second, 1<<30, 5<<20, nil)
		if err != nil {
			t.Fatal(err)
		}
		_, openErr := s.Open(ctx, "a")
		_, statErr := s.Stat(ctx, "a")
		_, listErr := s.List(ctx, "")
		_, putErr := s.Put(ctx, "a", nil, store.PutOptions{IfAbsent: true})
		for i, err := range []error{openErr, statErr, listErr, putErr} {
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "wrong\"") {
				t.Errorf("call %d: %v\nlacks %q", i, err, c.want)
			}
		}
	}
}

// A clock that is a day off is told so.
func TestClockSkewOnARealServer(t *testing.T) {
	server := s3test.Launch(t)
	base := http.DefaultTransport
	s, err := store.Tuned(server.Bucket(t), realConfig(server), 30*time.Second, 1<<30, 5<<20, skewed{base})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(context.Background(), "a"); err == nil {
		t.Error("a request signed for another day was served")
	}
}

// skewed signs nothing anew: it only makes the signature's date another one,
// as a wrong clock would.
type skewed struct{ base http.RoundTripper }

func (s skewed) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("X-Amz-Date", time.Now().Add(-24*time.Hour).UTC().Format("20060102T150405Z"))
	return s.base.RoundTrip(req)
}

func TestGlobOnARealServer(t *testing.T) {
	base := s3test.Start(t)
	s, prefix, err := store.Resolve(base + "/inbox")
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a.csv", "Khách hàng = 1+%20.csv", "2026/b.csv", "2026/11/c.csv", "d.xlsx"} {
		if _, err := s.Put(ctx, prefix+key, []byte(key), store.PutOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	for pattern, want := range map[string]string{
		"/inbox/*.csv":                  "Khách hàng = 1+%20.csv|a.csv",
		"/inbox/**/*.csv":               "2026/11/c.csv|2026/b.csv|Khách hàng = 1+%20.csv|a.csv",
		"/inbox/Khách hàng = 1+%20.csv": "Khách hàng = 1+%20.csv",
		"/inbox/none.csv":               "",
		"/inbox/none/*.csv":             "",
		"/*":                            "",
		"/**":                           "inbox/2026/11/c.csv|inbox/2026/b.csv|inbox/Khách hàng = 1+%20.csv|inbox/a.csv|inbox/d.xlsx",
	} {
		matches, err := store.Glob(ctx, base+pattern)
		var rels []string
		for _, m := range matches {
			rels = append(rels, m.Rel)
			if text, err := store.Read(ctx, m.Store, m.Key, 100); err != nil || !strings.HasSuffix(m.Rel, string(text)) {
				t.Errorf("%s: %q reads %q, %v", pattern, m.Rel, text, err)
			}
		}
		if got := strings.Join(rels, "|"); err != nil || got != want {
			t.Errorf("%s: got %q, want %q, %v", pattern, got, want, err)
		}
	}
	var bucket *store.BucketError
	for _, pattern := range []string{"s3://no-such-bucket/*.csv", "s3://no-such-bucket/a.csv"} {
		if _, err := store.Glob(ctx, pattern); !errors.As(err, &bucket) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

// A file that somebody copied into the gateway's folder has no entity tag: it
// is read by its time and size, and a later one is another object.
func TestObjectsWithoutEntityTag(t *testing.T) {
	server := s3test.Launch(t)
	bucket := server.Bucket(t)
	s, err := store.NewS3(bucket, realConfig(server))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(server.Folder, bucket, "plain.csv")
	put := func(text string, age time.Duration) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if when := time.Now().Add(-age); os.Chtimes(name, when, when) != nil {
			t.Fatal("the time cannot be set")
		}
	}
	put("a,b\n1,2\n", time.Hour)
	_, blocks, err := store.SumBlocks(ctx, s, "plain.csv")
	if err != nil {
		t.Fatal(err)
	}
	listed, err := s.List(ctx, "")
	if err != nil || len(listed) != 1 || listed[0].Version != blocks.Info().Version {
		t.Errorf("the listing says %+v, reading %+v, %v", listed, blocks.Info(), err)
	}
	read := func() ([]byte, error) {
		o, err := blocks.Open(ctx, s, "plain.csv")
		if err != nil {
			return nil, err
		}
		defer o.Close()
		data := make([]byte, o.Size())
		_, err = o.ReadAt(data, 0)
		return data, err
	}
	if data, err := read(); string(data) != "a,b\n1,2\n" {
		t.Errorf("read %q, %v", data, err)
	}
	put("a,b\n1,3\n", 0)
	var changed *store.ChangedError
	if data, err := read(); !errors.As(err, &changed) {
		t.Errorf("the object that replaced it was read: %q, %v", data, err)
	}
}
