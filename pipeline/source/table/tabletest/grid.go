package tabletest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// Grid is a table as text. An empty cell is a null.
type Grid struct {
	Names []string
	Rows  [][]string
}

// Cell is a cell as a batch has it: ok is false for a null.
func (g *Grid) Cell(row, column int) (text string, ok bool) {
	s := g.Rows[row][column]
	return s, s != ""
}

// Invent makes a grid of so many rows, the same each time: a number that no
// other row has, names with marks and without, dates, amounts, values that are
// repeated, and cells that are mostly or always null.
func Invent(rows int) Grid {
	rnd := rand.New(rand.NewPCG(11, uint64(rows)))
	pick := func(list []string) string { return list[rnd.IntN(len(list))] }
	family := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Huỳnh", "Võ", "Ý"}
	middle := []string{"Văn", "Thị", "Thị Ngọc", "Hữu", "Đình", "Mỹ"}
	given := []string{"An", "Bích", "Cường", "Đạt", "Hằng", "Khuê", "Quỳnh", "Ửng"}
	places := []string{"Hà Nội", "TP Hồ Chí Minh", "Đà Nẵng, quận Hải Châu", `Bà Rịa "Vũng Tàu"`, "Thừa Thiên; Huế", "Đắk Lắk"}
	g := Grid{Names: []string{"Mã khách hàng", "Họ và tên", "Ngày sinh", "Giới tính", "Địa chỉ", "Dư nợ", "Ghi chú", "Bỏ trống"}}
	for i := range rows {
		row := []string{
			fmt.Sprintf("KH%07d", i*7919%9999991),
			pick(family) + " " + pick(middle) + " " + pick(given),
			fmt.Sprintf("%04d-%02d-%02d", 1930+rnd.IntN(80), 1+rnd.IntN(12), 1+rnd.IntN(28)),
			pick([]string{"Nam", "Nữ", "Nữ", ""}),
			pick(places),
			strconv.Itoa(rnd.IntN(1e9)),
			"", "",
		}
		if rnd.IntN(10) == 0 {
			row[1] = ""
		}
		if rnd.IntN(50) == 0 {
			row[6] = fmt.Sprintf("xem hồ sơ số %d", i)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func itoa(n int) string { return strconv.Itoa(n) }
