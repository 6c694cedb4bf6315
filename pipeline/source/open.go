package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"lamsach/internal/store"
	"lamsach/pipeline/source/arrowipc"
	"lamsach/pipeline/source/parquet"
	"lamsach/pipeline/source/table"
	"lamsach/pipeline/source/text"
	"lamsach/pipeline/source/xlsx"
)

// headBytes are enough to tell every format by.
const headBytes = 4096

// Open reads what an object says of itself, which the File owns from then on.
// The format is told by the content; the name only says what was meant. An
// object that no reader knows, or that is damaged, encrypted, or cut short, is
// a *table.FormatError; a store that fails is a *store.Unavailable. After an
// error the object is closed.
func Open(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
	head := make([]byte, min(obj.Size(), headBytes))
	if n, err := obj.ReadAt(head, 0); n < len(head) && err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(&store.Unavailable{Op: "read", Key: obj.Info().Key, Err: err}, obj.Close())
	}
	open, err := reader(obj.Info().Key, head)
	if err != nil {
		return nil, errors.Join(err, obj.Close())
	}
	return open(ctx, obj, o)
}

type opener func(context.Context, store.Object, table.Options) (table.File, error)

// magics are the first bytes of the formats.
var magics = []struct {
	begins string
	open   opener
}{
	{"PAR1", openParquet},
	{"PARE", openParquet}, // an encrypted footer, which the reader names as such
	{"ARROW1", arrowipc.Open},
	{"\xff\xff\xff\xff", arrowipc.Open}, // a stream
	{"PK\x03\x04", xlsx.Open},
	{"PK\x05\x06", xlsx.Open},                       // an empty archive
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", xlsx.Open}, // a compound file: a password, or the format before 2007
	{"\x1f\x8b", text.Open},
	{"\x28\xb5\x2f\xfd", text.Open}, // gzip, zstd
}

func openParquet(ctx context.Context, obj store.Object, o table.Options) (table.File, error) {
	f, err := parquet.Open(ctx, obj, o)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// reader tells the format of an object.
func reader(key string, head []byte) (opener, error) {
	if len(head) == 0 {
		return nil, table.Damage(key, "the object has no bytes")
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.begins)) {
			return m.open, nil
		}
	}
	if len(head) > 3 && head[0]&^0xf == 0x50 && string(head[1:4]) == "\x2a\x4d\x18" { // a zstd frame to be skipped, before the real one
		return text.Open, nil
	}
	switch ext := strings.ToLower(path.Ext(key)); ext {
	case ".parquet":
		return openParquet, nil
	case ".xlsx", ".xlsm":
		return xlsx.Open, nil
	case ".arrow", ".arrows", ".feather", ".ipc":
		return arrowipc.Open, nil
	case ".csv", ".tsv", ".txt", ".tab", ".psv", ".dat", ".gz", ".zst", "":
		return text.Open, nil
	default:
		return nil, table.Unsupported(key, "files of kind %s; send .parquet, .csv, .tsv, .xlsx or .arrow (text also .gz or .zst)", ext)
	}
}
