package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"
	"github.com/parquet-go/parquet-go/encoding/rle"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// Page is a decoded data page. Its slices belong to the library: they are
// read-only, and valid until the Decoder is used again, unless they were kept.
type Page struct {
	Values  int     // with nulls
	Present int     // without them
	Reps    []byte  // repetition levels, lists only
	Defs    []byte  // definition levels, nil where nothing can be absent
	Indexes []int32 // of a page of dictionary indexes: Present of them, not yet held against the dictionary
	Texts   *Texts  // of a page of plain texts
	Plain   encoding.Values
}

// Decoder has the library decode pages of a view, one at a time. It is the
// scratch of one goroutine. A panic of the library goes through it; the
// Decoder is of no use any more then.
type Decoder struct {
	view   *View
	leaf   int // that pages are of
	pages  *parquet.FilePages
	last   parquet.Page
	window window
	unpack unpacker
	body   []byte
	plain  bool // the values in the body were made plain
	levels []byte
	ints   []int64
	reps   []byte // of a page of plain texts
	defs   []byte
	text   Texts
}

// NewDecoder gives a decoder of pages of v.
func NewDecoder(v *View) *Decoder { return &Decoder{view: v} }

// Close gives what the decoder holds back to the library. It can be used again.
func (d *Decoder) Close() {
	parquet.Release(d.last)
	if d.pages != nil {
		d.pages.Close()
	}
	d.last, d.pages, d.text.body = nil, nil, nil
}

// Shed gives up buffers of more than most bytes that the page decoded last does
// not lie in.
func (d *Decoder) Shed(most int) {
	d.window.data = [2][]byte{}
	if d.text.body != nil {
		return
	}
	if cap(d.body) > most {
		d.body = nil
	}
	if cap(d.levels) > most {
		d.levels = nil
	}
	if cap(d.defs)+cap(d.reps) > most {
		d.reps, d.defs = nil, nil
	}
	if cap(d.ints) > most/8 {
		d.ints = nil
	}
}

// field makes the library ready for pages of a field of the view.
func (d *Decoder) field(leaf int) *Field {
	parquet.Release(d.last)
	d.last = nil
	if d.pages != nil && d.leaf != leaf {
		d.Close()
	}
	if d.pages == nil {
		d.leaf = leaf
		d.pages = d.view.chunks[leaf].(*parquet.FileColumnChunk).PagesFrom(&d.window)
	}
	return &d.view.fields[leaf]
}

// Decode makes out of packed, the bytes behind the page header h. keep says
// that out is to stay valid.
func (d *Decoder) Decode(leaf int, codec format.CompressionCodec, h Header, packed []byte, keep bool, out *Page) error {
	f := &d.view.fields[leaf]
	d.text.body = nil
	if err := f.decodes(h.Encoding); err != nil {
		return err
	}
	l, err := d.open(f, codec, h, packed)
	if err != nil {
		return err
	}
	if f.Type() == format.ByteArray && (h.Encoding == format.Plain || len(l.values) == 0) {
		return d.texts(f, h, l, keep, out)
	}
	d.field(leaf)
	d.plain = false
	stored, err := d.checkValues(f, h, l)
	if err != nil {
		return err
	}
	if d.plain || len(l.values) == 0 { // a page of nulls may lack even the empty stream
		h.Encoding = format.Plain
	}
	if err := d.show(h); err != nil {
		return err
	}
	page, err := d.pages.ReadPage()
	if err != nil {
		d.pages = nil // in whatever state it is
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return errStream
		}
		return damaged("a page cannot be decoded")
	}
	if !keep {
		d.last = page
	}
	return out.take(f, h, page, stored)
}

// show puts the body before the library, as an uncompressed page.
func (d *Decoder) show(h Header) error {
	size := int32(len(d.body))
	head := format.PageHeader{
		Type: format.DataPage, UncompressedPageSize: size, CompressedPageSize: size,
		DataPageHeader: thrift.New(format.DataPageHeader{
			NumValues: int32(h.Values), Encoding: h.Encoding,
			RepetitionLevelEncoding: format.RLE, DefinitionLevelEncoding: format.RLE,
		}),
	}
	var protocol thrift.CompactProtocol
	b, err := thrift.Marshal(&protocol, &head)
	if err != nil {
		return err
	}
	d.window.data = [2][]byte{b, d.body}
	if d.window.dict[0] == nil {
		d.window.dict = noDictionary
	}
	return d.pages.SeekToRow(0)
}

// take keeps of a page what has its values, and holds their number against
// what the page stored.
func (p *Page) take(f *Field, h Header, page parquet.Page, stored int) error {
	*p = Page{Values: h.Values, Present: h.Values, Reps: page.RepetitionLevels(), Defs: page.DefinitionLevels()}
	if f.MaxDef > 0 {
		if len(p.Defs) != h.Values || (f.MaxRep > 0 && len(p.Reps) != h.Values) {
			return errStream
		}
		p.Present = bytes.Count(p.Defs, []byte{byte(f.MaxDef)})
		if err := p.checkLevels(f); err != nil {
			return err
		}
	}
	if stored < p.Present {
		return errStream
	}
	values := page.Data()
	if h.IsDictionary() {
		p.Indexes = values.Int32()
		return nil
	}
	p.Plain = values
	if f.Type() != format.ByteArray {
		return nil
	}
	// The library may take the last values from behind the page.
	text, offsets := values.ByteArray()
	if len(offsets) <= p.Present || int(offsets[p.Present]) > len(text) {
		return errStream
	}
	return nil
}

// checkLevels says whether no level is above what the field has.
func (p *Page) checkLevels(f *Field) error {
	if f.MaxDef > 0 && !within(p.Defs, f.MaxDef, p.Present) || !within(p.Reps, f.MaxRep, bytes.Count(p.Reps, []byte{1})) {
		return damaged("a page with an impossible level")
	}
	return nil
}

// within says that no level is above top, which tops of them are.
func within(levels []byte, top, tops int) bool {
	rest := len(levels) - tops
	for l := 0; l < top && rest > 0; l++ {
		rest -= bytes.Count(levels, []byte{byte(l)})
	}
	return rest == 0
}

// Dictionary decodes a dictionary page: h.Values values.
//
// Texts have DictionaryTexts.
func (d *Decoder) Dictionary(leaf int, codec format.CompressionCodec, h Header, packed []byte) (encoding.Values, error) {
	d.Close() // the library keeps the dictionary that it met first
	f := d.field(leaf)
	if f.Type() == format.Boolean {
		return encoding.Values{}, unsupported("a dictionary of booleans")
	}
	body, err := d.dictionaryBody(codec, h, packed)
	if err != nil {
		return encoding.Values{}, err
	}
	if h.Values > len(body)/f.size() {
		return encoding.Values{}, errStream
	}
	d.window.dict = dictionaryPage(h.Values, body)
	defer func() { d.window.dict = noDictionary }()
	dict, err := d.pages.ReadDictionary()
	d.pages = nil // else it would stay the dictionary of the pages
	if err != nil || dict.Len() < h.Values {
		return encoding.Values{}, errStream
	}
	return dict.Page().Data(), nil
}

// noDictionary stands where the library looks for one. It hands indexes out
// without looking them up, and whoever takes them knows the dictionary.
var noDictionary = dictionaryPage(0, nil)

func dictionaryPage(values int, body []byte) [2][]byte {
	size := int32(len(body))
	var protocol thrift.CompactProtocol
	head, err := thrift.Marshal(&protocol, &format.PageHeader{
		Type: format.DictionaryPage, UncompressedPageSize: size, CompressedPageSize: size,
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{NumValues: int32(values), Encoding: format.Plain}),
	})
	if err != nil {
		panic(err) // a struct of the library that it cannot write
	}
	return [2][]byte{head, body}
}

// Rows counts the rows that begin in a page of a list column whose header does
// not say.
func (d *Decoder) Rows(leaf int, codec format.CompressionCodec, h Header, packed []byte) (int, error) {
	l, err := d.open(d.field(leaf), codec, h, packed)
	if err != nil {
		return 0, err
	}
	if d.levels, err = (&rle.Encoding{BitWidth: 1}).DecodeLevels(d.levels, l.reps); err != nil || len(d.levels) < h.Values {
		return 0, errStream
	}
	return bytes.Count(d.levels[:h.Values], []byte{0}), nil
}

// plainBools writes booleans of the hybrid encoding plain. The library's own
// decoder of them takes runs for whole bytes, and so reads what other writers
// write as something else.
func (d *Decoder) plainBools(l layout, most int) (int, error) {
	if len(l.values) < 4 || uint64(binary.LittleEndian.Uint32(l.values)) > uint64(len(l.values)-4) {
		return 0, errStream
	}
	stream := l.values[4 : 4+binary.LittleEndian.Uint32(l.values)]
	if _, _, err := runs(stream, 1, most); err != nil {
		return 0, err
	}
	var err error
	if d.levels, err = (&rle.Encoding{BitWidth: 1}).DecodeLevels(d.levels, stream); err != nil {
		return 0, errStream
	}
	bits := make([]byte, (len(d.levels)+7)/8)
	for i, v := range d.levels {
		bits[i>>3] |= v & 1 << (i & 7)
	}
	d.body = append(d.body[:len(d.body)-len(l.values)], bits...)
	d.plain = true
	return len(d.levels), nil
}

// plainInts writes 32-bit integers plain whose differences some writers take
// in 64 bits, for which the library's decoder has no room.
func (d *Decoder) plainInts(l layout) (err error) {
	if d.ints, err = parquet.DeltaBinaryPacked.DecodeInt64(d.ints, l.values); err != nil {
		return errStream
	}
	d.body = d.body[:len(d.body)-len(l.values)]
	for _, v := range d.ints {
		d.body = binary.LittleEndian.AppendUint32(d.body, uint32(v))
	}
	d.plain = true
	return nil
}
