package html

import (
	"fmt"
	"math"
	"math/rand/v2"

	"lamsach/reports"
	"lamsach/schemas"
)

// invented is the report of a run that never was: a bank of 40 branches, one
// of which still exports TCVN3, one of which swaps day and month.
func invented(rows int) *reports.Report {
	rng := rand.New(rand.NewPCG(1, 2))
	t := reports.NewTally()
	for i := range rows {
		branch := rng.IntN(40)
		if i%3 == 0 {
			branch %= 7
		}
		unit := fmt.Appendf(nil, "01149%03d", branch+1)
		at := reports.Address{File: "vcb/2026-11/khach_hang_vay_01.parquet", Row: int64(i)}
		inventRow(t, rng, unit, branch, at)
	}
	r := reports.Build(t, inventedFacts(int64(rows)))
	r.Attach(map[reports.Address][]reports.Value{
		r.Examples["corrected"][0].Address: {
			{Field: "name", Submitted: "NGUYEN THI LAN", Register: "Nguyễn Thị Lan"},
			{Field: "id", Submitted: "001085012354", Register: "001085012345"},
		},
	})
	return r
}

func inventRow(t *reports.Tally, rng *rand.Rand, unit []byte, branch int, at reports.Address) {
	v, rs := schemas.Verified, schemas.ReasonSet(0).With(schemas.ReasonNumberAgrees)
	res := [schemas.Fields]schemas.Result{schemas.Agree, schemas.AgreeNormalised, schemas.Agree, schemas.Agree, schemas.Minor}
	miss := func(f schemas.Field, m schemas.Mechanism, r schemas.Result) {
		t.Mismatch(unit, f, m, at)
		res[f] = r
		if v == schemas.Verified && f <= schemas.FieldBirthDate {
			v = schemas.Corrected
		}
	}
	if branch == 3 || rng.IntN(300) == 0 {
		t.Note(unit, "full_name", schemas.RepairNameDecoded, at)
	}
	switch p := rng.IntN(1000); {
	case branch == 9 && p < 600:
		miss(schemas.FieldBirthDate, schemas.MechanismDaySwapped, schemas.Minor)
		rs = rs.With(schemas.ReasonBirthDateSwapped)
	case p < 60:
		miss(schemas.FieldName, schemas.MechanismTone, schemas.Minor)
	case p < 90:
		miss(schemas.FieldName, schemas.MechanismMiddleLost, schemas.Minor)
	case p < 150:
		miss(schemas.FieldID, schemas.MechanismOldNumber, schemas.Differ)
		rs = rs.With(schemas.ReasonFormerNumber)
	case p < 170:
		miss(schemas.FieldName, schemas.Mechanism(1+rng.IntN(16)), schemas.Minor)
	case p < 180:
		miss(schemas.FieldID, schemas.MechanismRelative, schemas.Differ)
		v, rs = schemas.Contradicted, rs.With(schemas.ReasonNumberOfRelative)
	case p < 195:
		v, rs = schemas.Review, rs.With(schemas.ReasonWeakEvidence)
	case p < 202:
		v, rs = schemas.Ambiguous, rs.With(schemas.ReasonSeveralCandidates)
	case p < 215:
		v, rs, res = schemas.NotFound, schemas.ReasonSet(0).With(schemas.ReasonNobodyFound), [schemas.Fields]schemas.Result{}
	case p < 220:
		v, rs, res = schemas.Rejected, schemas.ReasonSet(0).With(schemas.ReasonTotalRow), [schemas.Fields]schemas.Result{}
	case p < 300:
		miss(schemas.FieldPlace, schemas.MechanismOtherCommune, schemas.Differ)
		t.Note(unit, "birth_date", schemas.IssueDateYearOnly, at)
	case p < 320:
		miss(schemas.FieldGender, schemas.MechanismOpposite, schemas.Differ)
		rs = rs.With(schemas.ReasonDeceased)
	case p < 520:
		t.Note(unit, "address", schemas.RepairAddressUnit, at)
		t.Note(unit, "phone", schemas.RepairPhone2018, at)
	case p < 540:
		t.Note(unit, "personal_id", schemas.Code(1+rng.IntN(int(schemas.Codes)-1)), at)
	}
	t.Row(unit, v, rs, res, at)
	t.Probability(v, 1-math.Exp2(-10-24*rng.Float64()))
}

func inventedFacts(rows int64) reports.Facts {
	return reports.Facts{
		Job: "vcb-credit", Dataset: "bank-credit", RunID: "5f0c2a9be3d14470", UnitKind: reports.UnitBranch,
		Files:   []reports.File{{Name: "vcb/2026-11/khach_hang_vay_01.parquet", Rows: rows}},
		Columns: []reports.Column{{Name: "TEN_KH", Role: "full_name"}, {Name: "SO_CCCD", Role: "cccd"}, {Name: "GHI_CHU"}},
		Damaged: []reports.Damage{{
			File: "vcb/2026-11/khach_hang_vay_02.parquet", Place: "row group 3, column NGAY_SINH", Problem: "checksum of a page does not agree",
		}},
		Findings: []reports.Finding{
			{Kind: reports.FindingSlippedAside, File: "vcb/2026-11/khach_hang_vay_01.parquet", Columns: []string{"SO_CCCD", "NGAY_SINH"}, By: 1, Row: 5000, Rows: 700, Of: rows},
			{Kind: reports.FindingEncoding, File: "vcb/2026-11/khach_hang_vay_01.parquet", Unit: "01149004", Encoding: "tcvn3_abc", Rows: 412, Of: 430},
		},
		Gates:    []reports.Gate{{Name: "max_rejected", Limit: 0.2, Value: 0.0049}},
		Snapshot: reports.Snapshot{ID: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", People: 104_213_877},
		Rules:    "4b1f9c02", Model: "built-in", Version: "0.1.0",
		Thresholds: reports.Threshold{Accept: 0.999, Review: 0.9}, Disclosure: "values",
	}
}
