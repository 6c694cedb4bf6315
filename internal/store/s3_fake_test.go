package store_test

import (
	"bytes"
	"crypto/md5"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lamsach/internal/store"
)

// fake is as much of an S3 server as the store needs, in memory, without
// signatures. It is itself honest; faults are put in front of it.
type fake struct {
	mu      sync.Mutex
	objects map[string]fakeObject
	uploads map[string]map[int][]byte
	meta    map[string]string // of uploads
}

type fakeObject struct {
	data []byte
	meta string
	tag  string
	at   time.Time
}

func newObject(data []byte, meta string) fakeObject {
	return fakeObject{data: data, meta: meta, tag: fmt.Sprintf(`"%x"`, md5.Sum(data)), at: time.Now()}
}

func newFake() *fake {
	return &fake{objects: map[string]fakeObject{}, uploads: map[string]map[int][]byte{}, meta: map[string]string{}}
}

// RoundTrip serves a request without a network.
func (f *fake) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	f.serve(w, req, body)
	resp := w.Result()
	resp.Request = req
	return resp, nil
}

func deny(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code><Message>as told</Message></Error>`, code)
}

func (f *fake) serve(w http.ResponseWriter, req *http.Request, body []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	bucket, key, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/"), "/")
	q := req.URL.Query()
	switch {
	case bucket != "bucket":
		deny(w, 404, "NoSuchBucket")
	case key == "" && req.Method == "GET":
		f.list(w, q)
	case key == "":
		w.WriteHeader(200)
	case req.Method == "GET" || req.Method == "HEAD":
		f.get(w, req, key)
	case req.Method == "PUT" && q.Get("uploadId") != "":
		var n int
		fmt.Sscan(q.Get("partNumber"), &n)
		f.uploads[q.Get("uploadId")][n] = body
		w.Header().Set("ETag", newObject(body, "").tag)
	case req.Method == "PUT":
		f.put(w, req, key, newObject(body, req.Header.Get("X-Amz-Meta-Lamsach-Sum")))
	case req.Method == "POST" && q.Has("uploads"):
		id := fmt.Sprint("upload-", len(f.uploads))
		f.uploads[id], f.meta[id] = map[int][]byte{}, req.Header.Get("X-Amz-Meta-Lamsach-Sum")
		fmt.Fprintf(w, "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>k</Key><UploadId>%s</UploadId></InitiateMultipartUploadResult>", id)
	case req.Method == "POST":
		f.complete(w, req, key, q.Get("uploadId"))
	case req.Method == "DELETE" && q.Has("uploadId"):
		delete(f.uploads, q.Get("uploadId"))
		w.WriteHeader(204)
	case req.Method == "DELETE":
		delete(f.objects, key)
		w.WriteHeader(204)
	}
}

func (f *fake) put(w http.ResponseWriter, req *http.Request, key string, o fakeObject) bool {
	there, ok := f.objects[key]
	match := req.Header.Get("If-Match")
	if req.Header.Get("If-None-Match") == "*" && ok || match != "" && (!ok || match != there.tag) {
		deny(w, 412, "PreconditionFailed")
		return false
	}
	f.objects[key] = o
	w.Header().Set("ETag", o.tag)
	return true
}

func (f *fake) complete(w http.ResponseWriter, req *http.Request, key, id string) {
	pieces, ok := f.uploads[id]
	if !ok {
		deny(w, 404, "NoSuchUpload")
		return
	}
	var all []byte
	for n := 1; n <= len(pieces); n++ {
		all = append(all, pieces[n]...)
	}
	if !f.put(w, req, key, newObject(all, f.meta[id])) {
		return
	}
	delete(f.uploads, id)
	fmt.Fprintf(w, "<CompleteMultipartUploadResult><Bucket>bucket</Bucket><Key>k</Key><ETag>%s</ETag></CompleteMultipartUploadResult>", f.objects[key].tag)
}

func (f *fake) get(w http.ResponseWriter, req *http.Request, key string) {
	o, ok := f.objects[key]
	if !ok {
		deny(w, 404, "NoSuchKey")
		return
	}
	if match := req.Header.Get("If-Match"); match != "" && match != o.tag {
		deny(w, 412, "PreconditionFailed")
		return
	}
	w.Header().Set("ETag", o.tag)
	if o.meta != "" {
		w.Header().Set("X-Amz-Meta-Lamsach-Sum", o.meta)
	}
	if len(o.data) == 0 && req.Header.Get("Range") != "" {
		deny(w, 416, "InvalidRange")
		return
	}
	http.ServeContent(w, req, "", o.at, bytes.NewReader(o.data))
}

func (f *fake) list(w http.ResponseWriter, q url.Values) {
	type entry struct {
		Key, LastModified, ETag string
		Size                    int
	}
	var page struct {
		XMLName               xml.Name `xml:"ListBucketResult"`
		Name, EncodingType    string
		MaxKeys               int
		IsTruncated           bool
		NextContinuationToken string
		Contents              []entry
	}
	var keys []string
	for k := range f.objects {
		if strings.HasPrefix(k, q.Get("prefix")) && k > q.Get("continuation-token") {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	const most = 3
	if len(keys) > most {
		keys, page.IsTruncated, page.NextContinuationToken = keys[:most], true, keys[most-1]
	}
	page.Name, page.MaxKeys, page.EncodingType = "bucket", most, "url"
	for _, k := range keys {
		o := f.objects[k]
		page.Contents = append(page.Contents, entry{url.QueryEscape(k), o.at.UTC().Format(time.RFC3339), o.tag, len(o.data)})
	}
	xml.NewEncoder(w).Encode(page)
}

// fault stands in front of a server: it may answer in its place or change what
// it answers. n counts requests from 1.
type fault func(n int, req *http.Request, next http.RoundTripper) (*http.Response, error)

// faulty is a store before a fake with faults between.
type faulty struct {
	*store.S3
	fake  *fake
	mu    sync.Mutex
	calls []string // method and key
	fault fault
}

func (f *faulty) RoundTrip(req *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.calls = append(f.calls, req.Method+" "+strings.TrimPrefix(req.URL.Path, "/bucket/"))
	n, fault := len(f.calls), f.fault
	f.mu.Unlock()
	if fault == nil {
		return f.fake.RoundTrip(req)
	}
	return fault(n, req, f.fake)
}

// arm starts counting again, with a fault.
func (f *faulty) arm(with fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls, f.fault = nil, with
}

func (f *faulty) count(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, c := range f.calls {
		if strings.HasPrefix(c, method) {
			n++
		}
	}
	return n
}

var fakeConfig = store.S3Config{
	Endpoint: "http://s3.test", Region: "us-east-1",
	Identity: store.Identity{AccessKey: "access-canary", Secret: store.NewSecret("secret-canary"), Session: store.NewSecret("")},
}

// newFaulty is patient: on a busy machine an honest answer may take long.
func newFaulty(t testing.TB) *faulty { return newFaultyFor(t, "") }

// newFaultyFor is patient unless the kind of fault is a stall.
func newFaultyFor(t testing.TB, kind string) *faulty {
	t.Helper()
	stall := time.Minute
	if strings.Contains(kind, "stall") {
		stall = 60 * time.Millisecond
	}
	f := &faulty{fake: newFake()}
	s, err := store.Tuned("bucket", fakeConfig, stall, 5<<18-1, 1<<20, f)
	if err != nil {
		t.Fatal(err)
	}
	f.S3 = s
	return f
}
