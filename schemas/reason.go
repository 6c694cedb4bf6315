package schemas

import "math/bits"

// Reason explains a verdict or stands beside it. The order is the order in
// which the reasons of a row are listed. Texts: catalogue.csv.
type Reason uint8

// The published catalogue of reasons.
const (
	// why a row is no person's row or cannot be looked up
	ReasonBlankRow Reason = iota
	ReasonTestRow
	ReasonTotalRow
	ReasonRepeatedHeader
	ReasonOrganisation
	ReasonNoLookupKey
	ReasonForeigner // whom the register does not have
	// numbers
	ReasonNumberAgrees
	ReasonCMNDAgrees
	ReasonFormerNumber
	ReasonNumberMissing
	ReasonNumberUnusable
	ReasonNumberRepaired
	ReasonNumberSlip
	ReasonNumberUnknown // in nobody's name in the register
	ReasonNumberOfRelative
	ReasonNumberOfTwin
	ReasonNumberOfOther
	ReasonNumbersConflict // two submitted numbers belong to two people
	ReasonCMNDDiffers
	ReasonPaperDiffers // a tax code or insurance number is another personal ID
	// names
	ReasonNameMarksLost
	ReasonNameSpelling
	ReasonNameMiddle // a middle name dropped or added
	ReasonNameAbbreviated
	ReasonNameTruncated
	ReasonNameOrder
	ReasonNameFormer // agrees with a former or other name
	ReasonNameDiffers
	ReasonNameMissing
	// birth dates
	ReasonBirthDateMissing
	ReasonBirthDateSwapped
	ReasonBirthDateSlip
	ReasonBirthDatePartial // year only on either side
	ReasonBirthDateDiffers
	// other fields
	ReasonGenderDiffers
	ReasonPlaceDiffers
	// candidates
	ReasonFoundWithoutNumber
	ReasonSeveralCandidates
	ReasonWeakEvidence
	ReasonNobodyFound
	// beside the verdict
	ReasonDeceased
	ReasonMissingPerson
	// what a row says beside the person; see Worker.judgeStated
	ReasonEventAfterDeath // what the row tells of happened after the person's death
	ReasonFatherDiffers
	ReasonMotherDiffers
	ReasonSpouseDiffers
	ReasonRelativeSpelling // a relative's name has a slip
	ReasonHouseholdDiffers // the head of the household lives in another
	ReasonRelationDiffers  // the head is related to the person in another way
	ReasonSecondPerson     // the row names two people
	ReasonDuplicate
	ReasonNumberShared
	ReasonPersonClaimed
	ReasonSeveral // the person has other rows, each with a code of its own
	Reasons       // how many there are
)

var reasonNames = [Reasons]string{
	"blank_row", "test_row", "total_row", "repeated_header", "organisation", "no_lookup_key", "foreigner",
	"number_agrees", "cmnd_agrees", "former_number", "number_missing", "number_unusable", "number_repaired",
	"number_slip", "number_unknown", "number_of_relative", "number_of_twin", "number_of_other_person",
	"numbers_conflict", "cmnd_differs", "paper_number_differs",
	"name_marks_lost", "name_spelling", "name_middle", "name_abbreviated", "name_truncated", "name_order",
	"name_former", "name_differs", "name_missing",
	"birth_date_missing", "birth_date_swapped", "birth_date_slip", "birth_date_partial", "birth_date_differs",
	"gender_differs", "place_differs",
	"found_without_number", "several_candidates", "weak_evidence", "nobody_found",
	"deceased", "missing_person",
	"event_after_death", "father_differs", "mother_differs", "spouse_differs", "relative_spelling", "household_differs",
	"relation_differs", "second_person", "duplicate", "number_shared_in_file", "person_claimed_by_several_rows", "several_of_one_person",
}

// String returns the reason's code, as it stands in outcomes.
func (r Reason) String() string { return reasonNames[r] }

// ReasonSet is a set of reasons, one bit each.
type ReasonSet uint64

// NoPersonReasons say that a row is no person's row.
const NoPersonReasons = ReasonSet(1<<ReasonBlankRow | 1<<ReasonTestRow | 1<<ReasonTotalRow |
	1<<ReasonRepeatedHeader | 1<<ReasonOrganisation)

// OwnReasons tell of the row alone, whatever the register holds: all that a
// submitter learns who may know verdicts only.
const OwnReasons = NoPersonReasons | 1<<ReasonNoLookupKey | 1<<ReasonForeigner | 1<<ReasonNumberMissing |
	1<<ReasonNumberUnusable | 1<<ReasonPaperDiffers | 1<<ReasonNameMissing | 1<<ReasonBirthDateMissing | 1<<ReasonSecondPerson

// With returns the set with r in it.
func (s ReasonSet) With(r Reason) ReasonSet { return s | 1<<r }

// Without returns the set without r.
func (s ReasonSet) Without(r Reason) ReasonSet { return s &^ (1 << r) }

// Has says whether r is in the set.
func (s ReasonSet) Has(r Reason) bool { return s>>r&1 != 0 }

// Len is the number of reasons in the set.
func (s ReasonSet) Len() int { return bits.OnesCount64(uint64(s)) }

// All yields the reasons in catalogue order.
func (s ReasonSet) All(yield func(Reason) bool) {
	for ; s != 0; s &= s - 1 {
		if !yield(Reason(bits.TrailingZeros64(uint64(s)))) {
			return
		}
	}
}
