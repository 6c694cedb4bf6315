package inflate

import "math/bits"

// A tree is a table of two levels that tells a Huffman code by the next bits of
// the stream. An entry holds, from the lowest bit: the length of the code (4
// bits), the number of extra bits that follow it (4 bits), what
// it means (8 bits), and a value (16 bits).
type tree struct {
	root    uint // bits that the first level is indexed by
	entries []uint32
}

// What an entry means.
const (
	opNone    = iota // no code begins with these bits
	opLiteral        // value is a byte
	opBase           // value plus the extra bits is a length or a distance
	opEnd            // of the block
	opTable          // value is where a table of the second level begins, indexed by so many bits
)

const (
	maxCode   = 15 // bits of the longest code
	rootBits  = 10 // of the tree of literals and lengths
	distBits  = 8  // of the tree of distances
	orderBits = 7  // of the tree of code lengths: its codes have no more
)

// symbols are the entries of an alphabet without their code lengths; 0 is a
// symbol that must not occur.
type symbols []uint32

var (
	lengthSymbols   = makeLengths()
	distanceSymbols = makeDistances()
	orderSymbols    = makeOrder()
	fixedLengths    = makeFixed()
)

func entry(op, extra, value int) uint32 { return uint32(value)<<16 | uint32(op)<<8 | uint32(extra)<<4 }

func makeLengths() symbols {
	out := make(symbols, 288)
	for i := range 256 {
		out[i] = entry(opLiteral, 0, i)
	}
	out[256] = entry(opEnd, 0, 0)
	base := 3
	for i := 257; i < 285; i++ {
		extra := max(0, (i-257)/4-1)
		out[i] = entry(opBase, extra, base)
		base += 1 << extra
	}
	out[285] = entry(opBase, 0, 258)
	return out
}

func makeDistances() symbols {
	out := make(symbols, 32)
	base := 1
	for i := range 30 {
		extra := max(0, i/2-1)
		out[i] = entry(opBase, extra, base)
		base += 1 << extra
	}
	return out
}

func makeOrder() symbols {
	out := make(symbols, 19)
	for i := range out {
		out[i] = entry(opLiteral, 0, i)
	}
	return out
}

// makeFixed gives the code lengths of the fixed trees (RFC 1951, 3.2.6): 288 of
// literals and lengths, then 32 of distances.
func makeFixed() (out [320]uint8) {
	for i := range out {
		switch {
		case i < 144:
			out[i] = 8
		case i < 256:
			out[i] = 9
		case i < 280:
			out[i] = 7
		case i < 288:
			out[i] = 8
		default:
			out[i] = 5
		}
	}
	return out
}

// build makes the table for code lengths, one for each symbol. It says false
// when they describe no complete code; a lone code of one bit is let through,
// and no code at all, since writers make such trees of distances.
func (t *tree) build(root uint, lengths []uint8, meaning symbols) bool {
	var count [maxCode + 1]int
	for _, n := range lengths {
		count[n]++
	}
	used := len(lengths) - count[0]
	count[0] = 0
	var next [maxCode + 1]int
	code := 0
	for n := 1; n <= maxCode; n++ {
		code = (code + count[n-1]) << 1
		next[n] = code
		if code+count[n] > 1<<n {
			return false
		}
	}
	full := next[maxCode]+count[maxCode] == 1<<maxCode
	if !full && used > 0 && (used != 1 || count[1] != 1) {
		return false
	}
	t.root = root
	t.entries = append(t.entries[:0], make([]uint32, 1<<root)...)
	for s, n := range lengths {
		if n == 0 {
			continue
		}
		reversed := uint(bits.Reverse16(uint16(next[n]))) >> (16 - n)
		next[n]++
		if meaning[s] != opNone {
			t.put(reversed, uint(n), meaning[s])
		}
	}
	return true
}

// put enters a code (its first bit lowest) of n bits.
func (t *tree) put(code, n uint, e uint32) {
	e |= uint32(n)
	if n <= t.root {
		for i := code; i < 1<<t.root; i += 1 << n {
			t.entries[i] = e
		}
		return
	}
	const second = maxCode // every table of the second level is indexed by all bits that can follow
	width := second - t.root
	slot := &t.entries[code&(1<<t.root-1)]
	if *slot == 0 {
		*slot = entry(opTable, 0, len(t.entries)) | 1
		t.entries = append(t.entries, make([]uint32, 1<<width)...)
		slot = &t.entries[code&(1<<t.root-1)]
	}
	table := t.entries[*slot>>16:][:1<<width]
	for i := code >> t.root; i < 1<<width; i += 1 << (n - t.root) {
		table[i] = e
	}
}
