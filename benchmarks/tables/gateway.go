package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"lamsach/internal/store"
)

// bucket on the server of a measurement.
const bucket = "bench"

// upload starts an S3 server over a folder of its own, puts the Parquet file and
// the snapshot there, and gives the place of the job on it.
func (c *config) upload(ctx context.Context, s *set) (stop func(), p place, err error) {
	folder, err := os.MkdirTemp(c.dir, "s3-*")
	if err != nil {
		return nil, p, err
	}
	env, end, err := serve(c.gateway, folder)
	if err != nil {
		os.RemoveAll(folder)
		return nil, p, err
	}
	stop = func() {
		end()
		os.RemoveAll(folder)
	}
	p = place{
		name: "s3-parquet", env: append(env, "LAMSACH_CACHE="+filepath.Join(absolute(folder), "cache")),
		input: "s3://" + bucket + "/in/bank-credit.parquet", register: "s3://" + bucket + "/register.lamsach", output: "s3://" + bucket + "/out",
		clean: func() error { return os.RemoveAll(filepath.Join(folder, "objects", bucket, "out")) },
	}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		os.Setenv(name, value)
	}
	to, prefix, err := store.Resolve("s3://" + bucket)
	if err == nil {
		_, err = copyTo(ctx, to, prefix+"register.lamsach", s.snapshot)
	}
	if err == nil {
		p.bytes, err = copyTo(ctx, to, prefix+"in/bank-credit.parquet", s.parquet)
	}
	if err != nil {
		stop()
		return nil, p, err
	}
	return stop, p, nil
}

// copyTo puts a file under a key and returns its size.
func copyTo(ctx context.Context, to store.Store, key, from string) (int64, error) {
	file, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	_, err = to.PutFile(ctx, key, file, info.Size(), store.PutOptions{})
	return info.Size(), err
}

// serve runs the server until stop is called.
func serve(program, folder string) (env []string, stop func(), err error) {
	objects := filepath.Join(folder, "objects")
	if err := os.MkdirAll(filepath.Join(objects, bucket), 0o700); err != nil {
		return nil, nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	address := l.Addr().String()
	l.Close()
	key, secret := rand.Text(), rand.Text()
	cmd := exec.Command(program, "--port", address, "--keep-alive", "--quiet", "posix", objects)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+key, "ROOT_SECRET_KEY="+secret)
	if err := cmd.Start(); err != nil {
		return nil, nil, err
	}
	stop = func() { _, _ = cmd.Process.Kill(), cmd.Wait() }
	for range 100 {
		if r, err := http.Get("http://" + address); err == nil {
			r.Body.Close()
			return []string{
				"AWS_ENDPOINT_URL=http://" + address, "AWS_ACCESS_KEY_ID=" + key, "AWS_SECRET_ACCESS_KEY=" + secret, "AWS_REGION=us-east-1",
			}, stop, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	stop()
	return nil, nil, fmt.Errorf("%s does not answer on %s", program, address)
}
