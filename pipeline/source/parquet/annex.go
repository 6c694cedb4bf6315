package parquet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/bits"
	"unicode/utf8"

	parquetgo "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/format"

	"lamsach/pipeline"
	"lamsach/pipeline/source/parquet/compact"
	"lamsach/pipeline/source/parquet/pages"
	"lamsach/pipeline/source/parquet/splice"
)

// Limits of what is written: those that other writers have.
const (
	annexPageRows   = 1 << 14
	annexDictionary = 1 << 20 // bytes of a dictionary
	annexEntries    = 1 << 15 // values of it
)

// annex makes the chunk of one added column: pages of optional text, pointing
// into a dictionary as long as that is small, plain from then on.
type annex struct {
	codec format.CompressionCodec
	old   bool // dictionaries go by their old name

	pages    [][]byte // ready, with their headers
	packed   int64    // bytes of them
	unpacked int64
	values   int64
	nulls    int64
	indexed  bool // a page points into the dictionary
	plain    bool // from now on

	codes map[string]int32
	dict  []byte  // values as a dictionary page holds them
	remap []int32 // entry of the batch's column → code + 1, 0 for not yet

	levels []byte
	ints   []int32
	body   []byte
	stream []byte
	squash []byte
}

// reset begins a chunk.
func (a *annex) reset(codec format.CompressionCodec) {
	a.codec = codec
	a.pages, a.packed, a.unpacked, a.values, a.nulls = nil, 0, 0, 0, 0
	a.indexed, a.plain, a.codes, a.dict = false, false, nil, a.dict[:0]
	clear(a.remap)
}

// annexCodec is what the pages of a row group with these chunks are packed
// with: what its readers must know already.
func annexCodec(chunks []pages.Chunk) format.CompressionCodec {
	for _, c := range chunks {
		switch c.Codec {
		case format.Uncompressed, format.Snappy, format.Gzip, format.Brotli, format.Zstd, format.Lz4Raw:
			return c.Codec
		}
	}
	return format.Snappy
}

// add appends n rows of a column.
func (a *annex) add(c *pipeline.Column, from, n int) error {
	if len(a.remap) < c.Entries() {
		a.remap = extend(a.remap, c.Entries()-len(a.remap))
		clear(a.remap)
	}
	for n > 0 {
		k := min(n, annexPageRows)
		if err := a.page(c, c.Index[from:from+k]); err != nil {
			return err
		}
		from, n = from+k, n-k
	}
	return nil
}

// page makes a page of rows.
func (a *annex) page(c *pipeline.Column, index []int32) error {
	a.levels = extend(a.levels[:0], len(index))
	there := 0
	for i, e := range index {
		a.levels[i] = 0
		if e >= 0 {
			a.levels[i] = 1
			there++
		}
	}
	var err error
	if a.stream, err = (&rle.Encoding{BitWidth: 1}).EncodeLevels(a.stream, a.levels); err != nil {
		return err
	}
	a.body = binary.LittleEndian.AppendUint32(a.body[:0], uint32(len(a.stream)))
	a.body = append(a.body, a.stream...)
	encoding := format.Plain
	switch {
	case there == 0:
	case !a.plain && a.look(c, index):
		if err := a.indexes(); err != nil {
			return err
		}
		encoding = a.dictionaryEncoding(format.RLEDictionary)
	default:
		a.plain = true
		a.texts(c, index)
	}
	a.values += int64(len(index))
	a.nulls += int64(len(index) - there)
	var data compact.Writer
	data.I32(1, int32(len(index)))
	data.I32(2, int32(encoding))
	data.I32(3, int32(format.RLE))
	data.I32(4, int32(format.RLE))
	b, err := a.pack(format.DataPage, 5, data.End(), a.body)
	a.pages = append(a.pages, b)
	return err
}

// look finds the codes of the rows' values in the dictionary, which learns new
// ones. It says no when it has no room for them.
func (a *annex) look(c *pipeline.Column, index []int32) bool {
	a.ints = a.ints[:0]
	for _, e := range index {
		if e < 0 {
			continue
		}
		code := a.remap[e]
		if code == 0 {
			value := valid(c.Entry(e))
			known, ok := a.codes[string(value)]
			if !ok {
				if len(a.codes) >= annexEntries || len(a.dict)+4+len(value) > annexDictionary {
					return false
				}
				if a.codes == nil {
					a.codes = map[string]int32{}
				}
				known = int32(len(a.codes))
				a.codes[string(value)] = known
				a.dict = append(binary.LittleEndian.AppendUint32(a.dict, uint32(len(value))), value...)
			}
			code = known + 1
			a.remap[e] = code
		}
		a.ints = append(a.ints, code-1)
	}
	return true
}

// indexes appends the codes that were found to the page.
func (a *annex) indexes() (err error) {
	width := max(bits.Len(uint(len(a.codes)-1)), 1)
	if a.stream, err = (&rle.Encoding{BitWidth: width}).EncodeInt32(a.stream, a.ints); err != nil {
		return err
	}
	a.body = append(append(a.body, byte(width)), a.stream...)
	a.indexed = true
	return nil
}

// texts appends the values themselves to the page.
func (a *annex) texts(c *pipeline.Column, index []int32) {
	for _, e := range index {
		if e >= 0 {
			value := valid(c.Entry(e))
			a.body = append(binary.LittleEndian.AppendUint32(a.body, uint32(len(value))), value...)
		}
	}
}

// valid gives text that is UTF-8, as every reader of the format expects.
func valid(b []byte) []byte {
	if utf8.Valid(b) {
		return b
	}
	return bytes.ToValidUTF8(b, []byte("\uFFFD"))
}

func (a *annex) dictionaryEncoding(now format.Encoding) format.Encoding {
	if a.old {
		//lint:ignore SA1019 readers of old files may know no other
		return format.PlainDictionary
	}
	return now
}

// pack compresses a page and puts its header in front: field id of it is the
// header of its kind.
func (a *annex) pack(kind format.PageType, id int16, inner, body []byte) ([]byte, error) {
	if len(body) > pages.MaxPage {
		return nil, fmt.Errorf("source: an answer with a page of %d bytes", len(body))
	}
	packed := body
	if a.codec != format.Uncompressed {
		var err error
		if a.squash, err = parquetgo.LookupCompressionCodec(a.codec).Encode(a.squash[:0], body); err != nil {
			return nil, err
		}
		packed = a.squash
	}
	var head compact.Writer
	head.I32(1, int32(kind))
	head.I32(2, int32(len(body)))
	head.I32(3, int32(len(packed)))
	head.I32(4, int32(crc32.ChecksumIEEE(packed)))
	head.Struct(id, inner)
	b := head.End()
	a.packed += int64(len(b) + len(packed))
	a.unpacked += int64(len(b) + len(body))
	return append(b[:len(b):len(b)], packed...), nil
}

// finish gives the pages of the chunk, the dictionary first.
func (a *annex) finish() ([][]byte, splice.Chunk, error) {
	if len(a.pages) == 0 { // a row group without rows; some readers want a page all the same
		if err := a.page(&pipeline.Column{}, nil); err != nil {
			return nil, splice.Chunk{}, err
		}
	}
	list, chunk := a.pages, splice.Chunk{Values: a.values, Nulls: a.nulls, Codec: int32(a.codec)}
	chunk.Encodings = []int32{int32(format.Plain), int32(format.RLE)}
	if a.indexed {
		var inner compact.Writer
		inner.I32(1, int32(len(a.codes)))
		inner.I32(2, int32(a.dictionaryEncoding(format.Plain)))
		b, err := a.pack(format.DictionaryPage, 7, inner.End(), a.dict)
		if err != nil {
			return nil, chunk, err
		}
		chunk.Dictionary = int64(len(b))
		chunk.Encodings = append(chunk.Encodings, int32(a.dictionaryEncoding(format.RLEDictionary)))
		list = append([][]byte{b}, list...)
	}
	chunk.Packed, chunk.Unpacked = a.packed, a.unpacked
	return list, chunk, nil
}
