package store

import (
	"context"
	"io"
	"net/http"
)

// Open implements Store. The first block comes with the description, so a
// small object costs one request.
func (s *S3) Open(ctx context.Context, key string) (Object, error) {
	r, err := s.open(ctx, key, "open", "")
	if err != nil {
		return nil, err
	}
	return r, nil
}

// OpenSame implements Store. Nothing is asked yet: every read insists on the
// version.
func (s *S3) OpenSame(ctx context.Context, info Info) (Object, error) {
	if err := CheckKey(info.Key); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if info.Version == "" {
		return nil, &KeyError{info.Key, "cannot be opened again: the description names no version"}
	}
	return newReader(ctx, s, answer{info: info}), nil
}

func (s *S3) open(ctx context.Context, key, op, version string) (*reader, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	for range 3 {
		h, data, err := s.first(ctx, key, op, version)
		if err != nil {
			return nil, err
		}
		if data == nil {
			if h, err = s.head(ctx, key, op, version); err != nil {
				return nil, err
			}
			if h.info.Size != 0 {
				continue // it has been written since
			}
		}
		r := newReader(ctx, s, h)
		r.seed(data)
		return r, nil
	}
	return nil, s.unavailable(call{op: op, key: key}, "it is empty at one moment and not at the next", "run again when nobody writes it")
}

// first asks for the first block of an object, nil when there seems to be none.
func (s *S3) first(ctx context.Context, key, op, version string) (h answer, data []byte, err error) {
	err = s.try(ctx, call{op: op, key: key}, func(ctx context.Context, a *attempt) error {
		var body io.ReadCloser
		var err error
		h, body, err = s.get(ctx, a, key, pin{version: version}, 0, blockSize-1)
		if maybeEmpty(a, err) {
			data = nil
			return nil
		}
		if err != nil {
			return err
		}
		defer body.Close()
		if int64(len(data)) != h.to {
			data = make([]byte, h.to)
		}
		if n, err := io.ReadFull(body, data); err != nil {
			return passingf("the body broke off %d bytes early: %w", len(data)-n, err)
		}
		return atEnd(body)
	})
	return h, data, err
}

// maybeEmpty recognises the answers to a question for the first bytes of an
// object that has none. An answer cut to nothing looks the same.
func maybeEmpty(a *attempt, err error) bool {
	return a.status == http.StatusRequestedRangeNotSatisfiable ||
		err != nil && a.status == http.StatusOK && a.header.Get("Content-Length") == "0"
}
