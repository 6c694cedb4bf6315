package store

import (
	"context"
	"io"
	"os"
	"time"
)

// Store keeps objects under keys. All methods are safe for concurrent use, by
// several processes too. Errors: ErrNotExist, ErrPrecondition, *KeyError,
// *ChangedError, *DamageError, and *Unavailable for everything that trying
// again later may cure.
type Store interface {
	// Open gives random access to an object as it is now. A later Put under
	// the same key never changes what is read: the old bytes are read on, or,
	// where the store has not kept them, reading fails with *ChangedError. The
	// context bounds the reads too, until Close.
	Open(ctx context.Context, key string) (Object, error)
	// OpenSame opens the very object that an earlier Open, Stat, List or
	// SumBlocks of this store described. That it is another one by now is a *ChangedError, from
	// OpenSame or from the first read.
	OpenSame(ctx context.Context, info Info) (Object, error)
	// Put writes an object whole. When it returns nil the object is on stable
	// storage; when it returns an error nobody will see a part of it. (Files:
	// the key is then as it was before. S3: if every answer to a write is
	// lost, the write itself may have succeeded.)
	Put(ctx context.Context, key string, data []byte, o PutOptions) (Info, error)
	// PutFile is Put of size bytes that need not fit in memory. They are read
	// more than once and must not change meanwhile.
	PutFile(ctx context.Context, key string, data io.ReaderAt, size int64, o PutOptions) (Info, error)
	// Stat describes an object without reading it; Version may be empty.
	Stat(ctx context.Context, key string) (Info, error)
	// Version is a checksum of the content (or the store's own entity tag): the
	// same content has the same version, another content another one. It may
	// read the object through.
	Version(ctx context.Context, key string) (string, error)
	// List gives the objects whose key begins with prefix, sorted by key
	// bytes. No such folder means no objects.
	List(ctx context.Context, prefix string) ([]Info, error)
	// Delete removes an object; one that is not there is no error.
	Delete(ctx context.Context, key string) error
}

// Object is an open object. ReadAt is safe for concurrent use.
type Object interface {
	io.ReaderAt
	Size() int64
	Info() Info
	Close() error
}

// Descriptor is implemented by objects that are files of this machine, so that
// a child process can inherit them. The file is the object's own: it is closed
// with the object, and what is read through it is not verified.
type Descriptor interface {
	Descriptor() *os.File
}

// Info describes an object.
type Info struct {
	Key      string
	Size     int64     // bytes
	Version  string    // see Store.Version; empty where it would cost a read
	Modified time.Time // last written, as the store tells it
	// Pin is what else tells this object from another under the same key: the
	// version id of a versioned bucket, device and number of a file. It means
	// nothing to anyone but OpenSame.
	Pin string
}

// PutOptions says under which condition an object may be written. The zero
// value overwrites.
type PutOptions struct {
	IfAbsent bool   // only if there is no object under the key
	IfMatch  string // only if the object there has this version
}

// Local is implemented by stores whose objects are files of this machine.
type Local interface {
	// Path is the file of a key, for mapping it into memory.
	Path(key string) (string, error)
}
