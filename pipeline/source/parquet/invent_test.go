package parquet_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	parquetgo "github.com/parquet-go/parquet-go"
)

// customer is a row of an invented bank file.
type customer struct {
	Code    string   `parquet:"MA_KH"`
	Name    *string  `parquet:"TEN_KH"`
	Branch  string   `parquet:"MA_CN,dict"`
	Gender  *string  `parquet:"GIOI_TINH,dict"`
	Surname string   `parquet:"HO,dict"`
	Phone   string   `parquet:"SDT,plain"`
	Balance int64    `parquet:"DU_NO"`
	Days    int32    `parquet:"SO_NGAY,delta"`
	Old     []string `parquet:"CMND,list"`
}

func invent(rows int) []customer {
	rnd := rand.New(rand.NewPCG(5, 6))
	out := make([]customer, rows)
	for i := range out {
		c := customer{
			Code: fmt.Sprintf("KH%06d", i), Branch: fmt.Sprintf("CN%02d", i/1000), Phone: fmt.Sprintf("09%08d", rnd.IntN(1e8)),
			Surname: fmt.Sprintf("Họ %d", rnd.IntN(3000)), Balance: rnd.Int64N(1e12) - 1e11, Days: int32(i * 3),
		}
		if rnd.IntN(4) > 0 {
			name := fmt.Sprintf("Nguyễn Văn %d", rnd.IntN(5000))
			c.Name = &name
		}
		if g := []string{"Nam", "Nữ", ""}[rnd.IntN(3)]; g != "" {
			c.Gender = &g
		}
		for range rnd.IntN(4) * rnd.IntN(2) {
			c.Old = append(c.Old, fmt.Sprintf("%09d", rnd.IntN(1e9)))
		}
		out[i] = c
	}
	return out
}

// cells is what the reader should say of the rows.
func cells(rows []customer) [][]any {
	out := make([][]any, 9)
	optional := func(s *string) any {
		if s == nil {
			return nil
		}
		return *s
	}
	for _, c := range rows {
		old := []any{}
		for _, s := range c.Old {
			old = append(old, s)
		}
		for i, v := range []any{c.Code, optional(c.Name), c.Branch, optional(c.Gender), c.Surname, c.Phone, fmt.Sprint(c.Balance), fmt.Sprint(c.Days), old} {
			out[i] = append(out[i], v)
		}
	}
	return out
}

// parquetOf writes rows with another library.
func parquetOf[T any](t testing.TB, rows []T, options ...parquetgo.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquetgo.NewGenericWriter[T](&b, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compare(t *testing.T, what string, got, want [][]any) {
	t.Helper()
	for i := range want {
		if len(got[i]) != len(want[i]) {
			t.Fatalf("%s: column %d has %d rows, want %d", what, i, len(got[i]), len(want[i]))
		}
		for r := range want[i] {
			if fmt.Sprint(got[i][r]) != fmt.Sprint(want[i][r]) || (got[i][r] == nil) != (want[i][r] == nil) {
				t.Fatalf("%s: column %d row %d: got %v, want %v", what, i, r, got[i][r], want[i][r])
			}
		}
	}
}
