package pipeline

// MaxPartRows is how many rows a part has at most, whatever the row groups of
// the object. The spill addresses rows of a part with 18 bits.
const MaxPartRows = 1 << 18

// UsualPartRows is how many rows a planned part has: enough that what a part
// costs by itself vanishes, few enough that a worker's buffers are soon at
// their size and used again. 1 M rows on two processors, CPU time: 2^18 rows
// 15.0 s, 2^16 rows 10.9 s.
const UsualPartRows = 1 << 16

// Part is a run of consecutive rows of one input object: the unit of work, of
// resumption and of distribution. It travels as one JSON line; rows never do.
type Part struct {
	Index    int    `json:"index"`           // place in the plan; names the part's objects
	File     int    `json:"file"`            // which input object of the plan
	Sheet    string `json:"sheet,omitempty"` // sheet of a workbook
	FirstRow int64  `json:"first_row"`       // source_row of the part's first row
	Rows     int    `json:"rows"`            // 0 to MaxPartRows
	StartRow int64  `json:"start_row"`       // number of the first row over the whole job
}
