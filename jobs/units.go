package jobs

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"github.com/cespare/xxhash/v2"

	"lamsach/pipeline"
)

// rowUnits says which unit (branch, or the file where there are no branches)
// each row of a part belongs to. It is kept beside the spill, because rows are
// counted by unit only after settling, when the batch is long gone.
type rowUnits struct {
	names []string
	rows  []uint32 // 1 + index into names; 0: the row names no unit
}

// maxUnitBytes is where the names of units are cut; the tally cuts at less.
const maxUnitBytes = 256

var errUnits = errors.New("units of a part are damaged; remove the work folder and run again")

// unitsOf reads the units of a batch from a column. A column of -1 makes the
// whole part one unit of a name.
func unitsOf(b *pipeline.Batch, column int, name string) *rowUnits {
	u := &rowUnits{rows: make([]uint32, b.Rows)}
	if column < 0 {
		u.names = []string{name}
		for i := range u.rows {
			u.rows[i] = 1
		}
		return u
	}
	c := &b.Columns[column]
	byName, byEntry := map[string]uint32{}, make([]uint32, c.Entries())
	for i, e := range c.Index[:b.Rows] {
		if e < 0 {
			continue
		}
		if byEntry[e] == 0 {
			byEntry[e] = u.number(c.Entry(e), byName)
		}
		u.rows[i] = byEntry[e] - 1
	}
	return u
}

// number gives a name its number plus one, so that 1 is "no unit".
func (u *rowUnits) number(name []byte, byName map[string]uint32) uint32 {
	if len(name) == 0 {
		return 1
	}
	name = name[:min(len(name), maxUnitBytes)]
	n, ok := byName[string(name)]
	if !ok {
		u.names = append(u.names, string(name))
		n = uint32(len(u.names))
		byName[string(name)] = n
	}
	return n + 1
}

// of is the unit of a row, nil when it names none.
func (u *rowUnits) of(row int) string {
	if n := u.rows[row]; n > 0 {
		return u.names[n-1]
	}
	return ""
}

// write keeps the units in a file of the ledger and returns their checksum.
func (u *rowUnits) write(name string) (string, error) {
	data := binary.AppendUvarint(nil, uint64(len(u.names)))
	for _, n := range u.names {
		data = append(binary.AppendUvarint(data, uint64(len(n))), n...)
	}
	data = binary.AppendUvarint(data, uint64(len(u.rows)))
	for _, n := range u.rows {
		data = binary.AppendUvarint(data, uint64(n))
	}
	return sumText(data), writeWhole(name, data)
}

// readUnits reads what write wrote; sum is the checksum it must have.
func readUnits(name, sum string) (*rowUnits, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if sumText(data) != sum {
		return nil, errUnits
	}
	u := new(rowUnits)
	for range take(&data, uint64(len(data))) {
		n := int(take(&data, maxUnitBytes))
		n = min(n, len(data))
		u.names = append(u.names, string(data[:n]))
		data = data[n:]
	}
	u.rows = make([]uint32, take(&data, pipeline.MaxPartRows))
	for i := range u.rows {
		u.rows[i] = uint32(take(&data, uint64(len(u.names))))
	}
	return u, nil
}

// take reads a number of at most limit. The checksum was right, so anything
// else was never written: it reads as zero.
func take(data *[]byte, limit uint64) uint64 {
	v, n := binary.Uvarint(*data)
	if n <= 0 {
		return 0
	}
	*data = (*data)[n:]
	if v > limit {
		return 0
	}
	return v
}

func sumText(data []byte) string { return fmt.Sprintf("%016x", xxhash.Sum64(data)) }
