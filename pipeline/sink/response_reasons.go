package sink

import (
	"strconv"
	"strings"

	"lamsach/pipeline"
	"lamsach/schemas"
)

// importance is every reason in the order in which a submitter reads them: why
// a row could not be looked up, whose the number is, what to correct, how the
// person was found, what other rows of the job show, and last what agrees.
var importance = [schemas.Reasons]schemas.Reason{
	schemas.ReasonBlankRow, schemas.ReasonTestRow, schemas.ReasonTotalRow, schemas.ReasonRepeatedHeader,
	schemas.ReasonOrganisation, schemas.ReasonNoLookupKey, schemas.ReasonForeigner,
	schemas.ReasonNumberOfTwin, schemas.ReasonNumberOfRelative, schemas.ReasonNumberOfOther, schemas.ReasonNumbersConflict,
	schemas.ReasonEventAfterDeath, schemas.ReasonDeceased, schemas.ReasonMissingPerson, schemas.ReasonSecondPerson,
	schemas.ReasonNumberUnusable, schemas.ReasonNumberMissing, schemas.ReasonNumberSlip, schemas.ReasonFormerNumber,
	schemas.ReasonNumberUnknown, schemas.ReasonCMNDDiffers, schemas.ReasonPaperDiffers, schemas.ReasonNumberRepaired,
	schemas.ReasonNameMissing, schemas.ReasonNameDiffers, schemas.ReasonNameFormer, schemas.ReasonNameMiddle,
	schemas.ReasonNameOrder, schemas.ReasonNameAbbreviated, schemas.ReasonNameTruncated, schemas.ReasonNameSpelling,
	schemas.ReasonBirthDateMissing, schemas.ReasonBirthDateDiffers, schemas.ReasonBirthDateSwapped,
	schemas.ReasonBirthDateSlip, schemas.ReasonBirthDatePartial,
	schemas.ReasonGenderDiffers, schemas.ReasonPlaceDiffers,
	schemas.ReasonFatherDiffers, schemas.ReasonMotherDiffers, schemas.ReasonSpouseDiffers, schemas.ReasonRelativeSpelling,
	schemas.ReasonHouseholdDiffers, schemas.ReasonRelationDiffers,
	schemas.ReasonSeveralCandidates, schemas.ReasonWeakEvidence, schemas.ReasonNobodyFound, schemas.ReasonFoundWithoutNumber,
	schemas.ReasonDuplicate, schemas.ReasonNumberShared, schemas.ReasonPersonClaimed, schemas.ReasonSeveral,
	schemas.ReasonNumberAgrees, schemas.ReasonCMNDAgrees, schemas.ReasonNameMarksLost,
}

// maxReasonTexts bounds the texts that are kept: a usual job has some hundreds
// of sets of reasons. Beyond it a text is made for each row.
const maxReasonTexts = 1 << 12

// reasonTexts are the sentences of the sets of reasons that were met, each made
// once and put once into a column.
type reasonTexts struct {
	english   bool
	sentences [schemas.Reasons]string // without their full stops
	known     map[schemas.ReasonSet]*reasonText
	column    uint32 // counts the columns that were begun
	last      schemas.ReasonSet
	lastEntry int32 // of last in the present column, -1 for none
}

type reasonText struct {
	text   string
	column uint32 // that last got the text
	entry  int32  // there
}

func newReasonTexts(s Style) reasonTexts {
	t := reasonTexts{english: s.English, known: map[schemas.ReasonSet]*reasonText{}}
	for r := range schemas.Reasons {
		t.sentences[r] = strings.TrimSuffix(schemas.ReasonText(r, s.lang()), ".")
	}
	return t
}

// begin begins a column.
func (t *reasonTexts) begin() {
	t.column++
	t.lastEntry = -1
}

// entry gives the entry of a set of reasons in the column begun last.
func (t *reasonTexts) entry(c *pipeline.Column, set schemas.ReasonSet) int32 {
	if set == t.last && t.lastEntry >= 0 {
		return t.lastEntry
	}
	t.last = set
	known := t.known[set]
	if known == nil {
		known = &reasonText{text: string(t.append(nil, set, ""))}
		if len(t.known) < maxReasonTexts {
			t.known[set] = known
		}
	}
	if known.column != t.column {
		c.Bytes = append(c.Bytes, known.text...)
		known.column, known.entry = t.column, endEntry(c)
	}
	t.lastEntry = known.entry
	return known.entry
}

// append writes the sentences of a set of reasons, with an aside behind that of
// the duplicate.
func (t *reasonTexts) append(dst []byte, set schemas.ReasonSet, aside string) []byte {
	first := true
	for _, r := range importance {
		if !set.Has(r) {
			continue
		}
		if !first {
			dst = append(dst, "; "...)
		}
		first = false
		dst = append(dst, t.sentences[r]...)
		if r == schemas.ReasonDuplicate {
			dst = append(dst, aside...)
		}
	}
	return append(dst, '.')
}

// appendDuplicate writes the sentences of a row that repeats the nth row (from
// one, as people count) of a source.
func (t *reasonTexts) appendDuplicate(dst []byte, set schemas.ReasonSet, o *Origin, nth int64) []byte {
	data, sheet, file := " (dòng dữ liệu thứ ", ", trang tính ", " của tệp "
	if t.english {
		data, sheet, file = " (data row ", ", sheet ", " of file "
	}
	aside := data + strconv.FormatInt(nth, 10) + file + o.File
	if o.Sheet != "" {
		aside += sheet + o.Sheet
	}
	return t.append(dst, set, aside+")")
}
