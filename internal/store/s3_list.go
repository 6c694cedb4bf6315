package store

import (
	"context"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7"
)

// pageKeys is the largest page that S3 gives.
const pageKeys = 1000

// List implements Store. Objects whose name ends in a slash are marks that
// other tools leave for folders; they are left out. Any other name that cannot
// be a key is an error: an object that is passed over silently is a lost one.
func (s *S3) List(ctx context.Context, prefix string) ([]Info, error) {
	if prefix != "" {
		if err := CheckKey(strings.TrimSuffix(prefix, "/") + "x"); err != nil {
			return nil, &KeyError{prefix, "cannot begin a key"}
		}
	}
	found := map[string]Info{}
	tokens := map[string]bool{}
	for token := ""; ; {
		page, err := s.page(ctx, prefix, token)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Contents {
			if strings.HasSuffix(o.Key, "/") || !strings.HasPrefix(o.Key, prefix) || halfOfGateway(o.Key) {
				continue
			}
			if err := CheckKey(o.Key); err != nil {
				return nil, &KeyError{o.Key, "lies in bucket " + s.bucket + " and cannot be read; rename the object or narrow the pattern"}
			}
			found[o.Key] = Info{Key: o.Key, Size: o.Size, Version: tagOf(o.ETag, o.LastModified, o.Size), Modified: o.LastModified}
		}
		if !page.IsTruncated {
			break
		}
		token = page.NextContinuationToken
		if tokens[token] {
			return nil, s.unavailable(call{op: "list", key: prefix}, "the listing repeats a page", "the server's paging is broken")
		}
		tokens[token] = true
	}
	out := make([]Info, 0, len(found))
	for _, info := range found {
		out = append(out, info)
	}
	slices.SortFunc(out, func(a, b Info) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}

// halfOfGateway recognises the name under which versitygw (1.8, on a folder)
// keeps an object for a moment while it replaces another: .NAME.sgwtmp.NUMBER.
// Its listings show it.
func halfOfGateway(key string) bool {
	name, number, ok := strings.Cut(key[strings.LastIndexByte(key, '/')+1:], ".sgwtmp.")
	return ok && len(name) > 1 && name[0] == '.' && number != "" && strings.Trim(number, "0123456789") == ""
}

func (s *S3) page(ctx context.Context, prefix, token string) (minio.ListBucketV2Result, error) {
	var page minio.ListBucketV2Result
	err := s.try(ctx, call{op: "list", key: prefix}, func(ctx context.Context, _ *attempt) error {
		core, err := s.client.bound(ctx)
		if err != nil {
			return err
		}
		page, err = core.ListObjectsV2(s.bucket, prefix, "", token, "", pageKeys)
		if err == nil && page.Name == "" && page.MaxKeys == 0 && len(page.Contents) == 0 {
			return passingf("the answer is no listing") // an error page with status 200, say
		}
		return err
	})
	return page, err
}
