package pipeline

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Batch is the rows of one part, column by column, as flat buffers: numbers and
// bytes, no values of their own, so the same batch can lie in memory shared
// with another process (see Lay and Attach).
//
// A batch belongs to one worker from source to spill. Its buffers are reused
// for the next part, so nobody may keep a slice of it after the part is done.
type Batch struct {
	Part    Part
	Rows    int
	Columns []Column // as the source was asked for them, one for each wanted column
}

// Column is one column of a batch: text, dictionary-encoded. A column whose
// pages carried no dictionary has one entry for each row.
//
// Invariants: len(Index) == Rows (for a list column len(Lists) == Rows+1); each Index is -1 (null) or below Entries();
// Offsets ascend and end within Bytes.
type Column struct {
	Index   []int32 // row → entry, -1 for null
	Offsets []int32 // entry e is Bytes[Offsets[e]:Offsets[e+1]]
	Bytes   []byte
	Lists   []int32 // list columns only: row r has the elements Index[Lists[r]:Lists[r+1]]
}

// Entries is the number of distinct stored values.
func (c *Column) Entries() int { return max(len(c.Offsets)-1, 0) }

// Entry returns the bytes of an entry. The slice belongs to the batch.
func (c *Column) Entry(e int32) []byte { return c.Bytes[c.Offsets[e]:c.Offsets[e+1]] }

// Value returns the bytes of a row's cell, nil when it is null.
func (c *Column) Value(row int) []byte {
	if e := c.Index[row]; e >= 0 {
		return c.Entry(e)
	}
	return nil
}

// Arrow returns the column as an Arrow dictionary array over the same memory;
// only the validity bitmap is made anew. The array must not outlive the batch.
func (c *Column) Arrow() *array.Dictionary {
	n := len(c.Index)
	valid := make([]byte, (n+7)/8)
	nulls := 0
	for i, e := range c.Index {
		if e < 0 {
			nulls++
			continue
		}
		valid[i>>3] |= 1 << (i & 7)
	}
	values := array.NewData(arrow.BinaryTypes.String, c.Entries(), []*memory.Buffer{
		nil, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(c.Offsets)), memory.NewBufferBytes(c.Bytes),
	}, nil, 0, 0)
	defer values.Release()
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	data := array.NewDataWithDictionary(typ, n, []*memory.Buffer{
		memory.NewBufferBytes(valid), memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(c.Index)),
	}, nulls, 0, values)
	defer data.Release()
	return array.NewDictionaryData(data)
}

// Texts is a text column that cleaning made: like Column, in its own memory.
type Texts = Column
