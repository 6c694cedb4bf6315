package messages

import (
	"encoding/binary"

	"lamsach/pipeline/source/arrowipc/flat"
)

// PrefixBytes stand before each message: four bytes FF, then the length of the
// metadata, which is a multiple of 8; 0 ends a stream.
const PrefixBytes = 8

// MaxMetadata is how long the metadata of a message may be.
const MaxMetadata = 16 << 20

// v4 is the oldest version of the metadata that is read; it is numbered from 0.
const v4, v5 = 3, 4

// Prefix reads the 8 bytes before a message: the length of its metadata in
// bytes. ok is false for what begins no message.
func Prefix(b []byte) (n int64, ok bool) {
	if len(b) < PrefixBytes || binary.LittleEndian.Uint32(b) != 0xFFFFFFFF {
		return 0, false
	}
	return int64(int32(binary.LittleEndian.Uint32(b[4:]))), true
}

// AppendPrefixed appends metadata, which must be a multiple of 8 long, with
// its prefix.
func AppendPrefixed(dst, metadata []byte) []byte {
	dst = append(dst, 0xFF, 0xFF, 0xFF, 0xFF)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(metadata)))
	return append(dst, metadata...)
}

// Kind is what a message holds (Message.fbs, union MessageHeader).
type Kind uint8

// The kinds that tables consist of.
const (
	SchemaKind     Kind = 1
	DictionaryKind Kind = 2
	BatchKind      Kind = 3
)

// slots of Message.fbs
const (
	messageVersion, messageKind, messageHeader, messageBody, messageNotes       = 0, 1, 2, 3, 4
	batchRows, batchNodes, batchBuffers, batchCompression, batchViews           = 0, 1, 2, 3, 4
	dictionaryID, dictionaryBatch, dictionaryDelta                              = 0, 1, 2
	footerVersion, footerSchema, footerDictionaries, footerBatches, footerNotes = 0, 1, 2, 3, 4
)

// Message is the metadata of one message. It points into the bytes that it was
// read from.
type Message struct {
	Kind    Kind
	Body    int64 // bytes behind the metadata
	version int16
	walk    *flat.Walk
	table   flat.Table
	header  flat.Table
}

// Read reads the metadata of a message.
func Read(metadata []byte) (Message, error) {
	m := Message{walk: flat.NewWalk(metadata)}
	m.table = m.walk.Root()
	m.version = m.table.Int16(messageVersion, 0)
	m.Kind = Kind(m.table.Uint8(messageKind, 0))
	m.header = m.table.Table(messageHeader)
	m.Body = m.table.Int64(messageBody, 0)
	m.table.Vector(messageNotes, 4) // is inside, as what is only passed on must be
	if err := m.walk.Err(); err != nil {
		return m, damage("a message: %v", err)
	}
	if err := checkVersion(m.version); err != nil {
		return m, err
	}
	switch {
	case m.Body < 0:
		return m, damage("a message claims a body of %d bytes", m.Body)
	case m.Kind < SchemaKind || m.Kind > BatchKind:
		return m, unsupported("a message of kind %d (a tensor?) is", m.Kind)
	case m.Kind == SchemaKind && m.Body != 0:
		return m, damage("a schema claims a body of %d bytes", m.Body)
	}
	return m, nil
}

func checkVersion(version int16) error {
	switch {
	case version < 0:
		return damage("the metadata has version %d", version)
	case version < v4:
		return unsupported("metadata V%d, of Arrow before 0.8, is", version+1)
	case version > v5:
		return unsupported("metadata V%d, newer than this program, is", int(version)+1)
	}
	return nil
}

// Schema reads the schema of a message of that kind.
func (m Message) Schema() (*Schema, error) {
	s, err := schemaOf(m.header, m.version)
	return s, faultOr(m.walk, err)
}

// faultOr prefers the fault that a walk met to what was concluded from it.
func faultOr(w *flat.Walk, err error) error {
	if fault := w.Err(); fault != nil {
		return damage("metadata: %v", fault)
	}
	return err
}

// Block is where a file's footer says that a message lies.
type Block struct {
	At       int64 // from the beginning of the file
	Metadata int32 // bytes with the prefix
	Body     int64
}

const blockBytes = 24

// Footer is the end of a file.
type Footer struct {
	Schema                *Schema
	Dictionaries, Batches []Block
}

// ReadFooter reads a file's footer.
func ReadFooter(b []byte) (*Footer, error) {
	w := flat.NewWalk(b)
	t := w.Root()
	version := t.Int16(footerVersion, 0)
	if w.Err() != nil {
		return nil, damage("the footer: %v", w.Err())
	}
	if err := checkVersion(version); err != nil {
		return nil, err
	}
	s, err := schemaOf(t.Table(footerSchema), version)
	f := &Footer{Schema: s}
	t.Vector(footerNotes, 4)
	if err == nil {
		f.Dictionaries, f.Batches = blocks(t.Vector(footerDictionaries, blockBytes)), blocks(t.Vector(footerBatches, blockBytes))
	}
	return f, faultOr(w, err)
}

func blocks(v flat.Vector) []Block {
	out := make([]Block, v.Len())
	for i := range out {
		out[i] = Block{At: v.Int64(i, 0), Metadata: v.Int32(i, 8), Body: v.Int64(i, 16)}
	}
	return out
}
