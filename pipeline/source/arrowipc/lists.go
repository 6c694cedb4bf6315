package arrowipc

import (
	"context"

	"lamsach/pipeline"
	"lamsach/pipeline/source/arrowipc/messages"
)

// maxElements is how many elements the lists of one column may have in one part.
const maxElements = 1 << 24

// lists appends n rows of a column of lists. A null list is one without
// elements, whatever elements lie under it.
func (r *reader) lists(ctx context.Context, c *column, from, n int64, out *pipeline.Column, s *state) error {
	if err := ctx.Err(); err != nil || n == 0 {
		return err
	}
	valid, err := r.validity(ctx, &r.slots[listValidSlot], c.lists, from, n)
	if err != nil {
		return err
	}
	size := int64(c.lists.Type.Size)
	ends := func(i int) int64 { return (from + int64(i)) * size }
	if c.lists.Type.ID != messages.FixedList {
		o, err := r.offsets(ctx, &r.slots[listSlot], c.lists, from, n, c.lists.Type.ID == messages.LargeList)
		if err != nil {
			return err
		}
		ends = o.at
	}
	lo, hi := ends(0), ends(int(n))
	if hi > r.head.Nodes[c.leaf.place.Node].Length {
		return damage("a list has elements that are not there")
	}
	if hi-lo > maxElements || int64(len(out.Index))+hi-lo > maxElements {
		return unsupported("write smaller record batches", "a part with %d elements of lists is", hi-lo)
	}
	start := len(out.Index)
	if hi > lo {
		if err := r.values(ctx, &c.leaf, lo, hi-lo, out, s); err != nil {
			return err
		}
	}
	kept := start
	for i := range int(n) {
		out.Lists = append(out.Lists, int32(kept))
		if !valid.none(i) {
			a, b := int(ends(i)-lo)+start, int(ends(i+1)-lo)+start
			kept += copy(out.Index[kept:], out.Index[a:b])
		}
	}
	out.Index = out.Index[:kept]
	return nil
}
