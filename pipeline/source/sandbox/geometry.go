package sandbox

import (
	"encoding/binary"
	"runtime"
)

// geometry divides the shared memory. A call has a lane: a desk, on which the
// child lays the columns of a batch while it decodes them, and two halves, which
// it fills in turn while the parent empties the other with whatever else it has
// to say. A room takes one range of the object at a time, for whichever goroutine
// of the child wants it. Both are taken from the lowest number up, so that what
// is never used is never touched.
type geometry struct {
	Lanes, Desk, Half int // number of lanes; bytes of a desk and of a half
	Rooms, Room       int // number of rooms; bytes of a room
}

const (
	// halfBytes is how much of a response, or of a batch that has outgrown its
	// desk, lies in shared memory at a time.
	halfBytes = 512 << 10
	// roomBytes is the longest range that is asked for at once.
	roomBytes = 1 << 20
	// maxDesk is the largest desk: several usual parts of many columns.
	maxDesk = 64 << 20
	page    = 4096
)

// usualGeometry lets every worker of a run read at the same time. The desks of
// all lanes together have no more bytes than the child may have besides.
func usualGeometry(memory int64) geometry {
	lanes := min(max(4, 2*runtime.GOMAXPROCS(0)), 128)
	desk := int(min(maxDesk, memory/int64(lanes))) &^ (page - 1)
	return geometry{Lanes: lanes, Desk: desk, Half: halfBytes, Rooms: lanes, Room: roomBytes}
}

func (g geometry) lane() int { return g.Desk + 2*g.Half }

func (g geometry) size() int { return g.Lanes*g.lane() + g.Rooms*g.Room }

func (g geometry) desk(mem []byte, lane uint16) []byte {
	at := int(lane) * g.lane()
	return mem[at : at+g.Desk : at+g.Desk]
}

func (g geometry) half(mem []byte, lane uint16, half uint8) []byte {
	at := int(lane)*g.lane() + g.Desk + int(half)*g.Half
	return mem[at : at+g.Half : at+g.Half]
}

func (g geometry) room(mem []byte, room uint16) []byte {
	at := g.Lanes*g.lane() + int(room)*g.Room
	return mem[at : at+g.Room : at+g.Room]
}

// rowsBody is the body of kindAsk.
func rowsBody(rows int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(rows)) }
