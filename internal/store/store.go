package store

import (
	"context"
	"io"
)

// Store keeps objects under keys. All methods are safe for concurrent use, by
// several processes too. Errors: ErrNotExist, ErrPrecondition, *KeyError, and
// *Unavailable for everything that trying again later may cure.
type Store interface {
	// Open gives random access to an object as it is now: a later Put under
	// the same key does not change what is read.
	Open(ctx context.Context, key string) (Object, error)
	// Put writes an object whole. When it returns nil the object is on stable
	// storage; when it returns an error the key is as it was before.
	Put(ctx context.Context, key string, data []byte, o PutOptions) (Info, error)
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

// Info describes an object.
type Info struct {
	Key     string
	Size    int64  // bytes
	Version string // see Store.Version; empty where it would cost a read
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
