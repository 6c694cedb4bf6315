package sandbox

import (
	"encoding/binary"
	"runtime"
)

// geometry divides the shared memory. A call has a lane: two halves that the
// child fills in turn while the parent empties the other. A room takes one range
// of the object at a time, for whichever goroutine of the child wants it. Both
// are taken from the lowest number up, so that what is never used is never touched.
type geometry struct {
	Lanes, Half int // number of lanes; bytes of a half
	Rooms, Room int // number of rooms; bytes of a room
}

// halfBytes is how much of a batch lies in shared memory at a time: small
// enough to be in a processor's cache from the one copy to the other. Measured
// by BenchmarkRead: 128 KiB to 1 MiB are alike, 2 MiB costs more.
const halfBytes = 512 << 10

// roomBytes is the longest range that is asked for at once.
const roomBytes = 1 << 20

// usualGeometry lets every worker of a run read at the same time.
func usualGeometry() geometry {
	lanes := min(max(4, 2*runtime.GOMAXPROCS(0)), 128)
	return geometry{Lanes: lanes, Half: halfBytes, Rooms: lanes, Room: roomBytes}
}

func (g geometry) size() int { return g.Lanes*2*g.Half + g.Rooms*g.Room }

func (g geometry) half(mem []byte, lane uint16, half uint8) []byte {
	at := (int(lane)*2 + int(half)) * g.Half
	return mem[at : at+g.Half : at+g.Half]
}

func (g geometry) room(mem []byte, room uint16) []byte {
	at := g.Lanes*2*g.Half + int(room)*g.Room
	return mem[at : at+g.Room : at+g.Room]
}

// rowsBody is the body of kindAsk.
func rowsBody(rows int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(rows)) }
