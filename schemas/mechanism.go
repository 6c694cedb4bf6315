package schemas

// Mechanism says how a submitted value differs from the register's: the error
// that would turn the one into the other. Texts: catalogue.csv.
type Mechanism uint8

// The published catalogue of mechanisms.
const (
	NoMechanism Mechanism = iota
	// names, from the weakest difference to the strongest
	MechanismMarksLost    // all marks lost, as in an ASCII system
	MechanismTone         // a tone differs or is lost
	MechanismVowelMark    // a vowel mark differs or is lost (a/ă/â, o/ô/ơ ...)
	MechanismStroke       // đ and d
	MechanismIY           // i and y
	MechanismSoundAlike   // a regional sound-alike (s/x, ch/tr, l/n, hỏi/ngã ...)
	MechanismLetter       // one letter wrong, missing or doubled
	MechanismMiddleLost   // a middle name is missing in the file
	MechanismMiddleAdded  // a middle name more than in the register
	MechanismAbbreviated  // initials
	MechanismTruncated    // cut at the end
	MechanismOrder        // the same syllables in another order
	MechanismFormerName   // a former or other name of the register
	MechanismOtherMiddle  // surname and given name agree, a middle name does not
	MechanismOtherGiven   // the surname agrees, the given name does not
	MechanismOtherSurname // the given name agrees, the surname does not
	MechanismOtherName    // another name
	// birth dates
	MechanismDaySwapped  // day and month exchanged
	MechanismDateDigit   // one digit wrong or two exchanged
	MechanismYearOnlyRow // the file has only the year (or month)
	MechanismYearOnlyRegister
	MechanismYearOff   // day and month agree, the year is one off
	MechanismSameYear  // only the year agrees
	MechanismOtherDate // another date
	// numbers
	MechanismDigitWrong
	MechanismDigitMissing
	MechanismDigitDoubled
	MechanismDigitsSwapped
	MechanismOldNumber    // an old CMND or a number given up
	MechanismRelative     // the number of a relative
	MechanismTwin         // the number of a twin
	MechanismStranger     // the number of somebody else
	MechanismNotIssued    // a number that nobody in the register has
	MechanismNumberAbsent // no number, or none that can be used
	// other fields
	MechanismOpposite      // the other gender
	MechanismOtherCommune  // same province, other commune
	MechanismOtherProvince // another province
	MechanismAbsent        // no value in the file
	MechanismDied          // the register has a death that the file does not
	MechanismOtherHousehold
	MechanismOtherRelation // the register tells of another relation
	Mechanisms
)

var mechanismNames = [Mechanisms]string{
	"", "marks_lost", "tone", "vowel_mark", "stroke", "i_y", "sound_alike", "letter", "middle_lost", "middle_added",
	"abbreviated", "truncated", "order", "former_name", "other_middle", "other_given", "other_surname", "other_name",
	"day_swapped", "date_digit", "year_only_row", "year_only_register", "year_off", "same_year", "other_date",
	"digit_wrong", "digit_missing", "digit_doubled", "digits_swapped", "old_number", "relative", "twin", "stranger",
	"not_issued", "number_absent", "opposite", "other_commune", "other_province", "absent",
	"died", "other_household", "other_relation",
}

// String returns the mechanism's code, as it stands in mismatches.
func (m Mechanism) String() string { return mechanismNames[m] }

// OfNumber says whether the mechanism is one of numbers.
func (m Mechanism) OfNumber() bool { return m >= MechanismDigitWrong && m <= MechanismNumberAbsent }
