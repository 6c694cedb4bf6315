package schemas

// Comparison is one of the ten comparisons of a row with a person whose weights
// make up the match weight.
type Comparison uint8

// The comparisons, in the order in which their weights are added up.
const (
	ComparePersonalID Comparison = iota
	CompareCMND
	CompareName
	CompareBirthDate
	CompareGender
	ComparePlace
	CompareRelatives
	CompareBirthProvince
	CompareHousehold
	CompareLife
	Comparisons
)

var comparisonNames = [Comparisons]string{"personal_id", "cmnd", "name", "birth_date", "gender", "place", "relatives", "birth_province", "household", "life"}

// String returns the comparison's name, as it stands in candidates.
func (c Comparison) String() string { return comparisonNames[c] }

// Level is the outcome of a comparison: the values agree, one side has none, or
// the mechanism by which they differ. Texts: catalogue.csv.
type Level uint8

// The levels that are no mechanisms. Those above them are (see LevelOf).
const (
	LevelMissing        Level = iota // the row or the register has no value
	LevelAgree                       // the same value
	LevelSlip                        // one slip away from the person's number, and somebody else's number
	LevelFreeSlip                    // one slip away from the person's number, and nobody's number
	LevelProvince                    // the province agrees, the row states no commune
	LevelSameDay                     // day and month agree, the year does not
	LevelNextYear                    // the year is one off, and one side has only the year
	LevelSpouseName                  // the name is the spouse's, number and birth date are the person's: no evidence
	LevelDetail                      // the place agrees down to house, street or hamlet
	LevelOtherDetail                 // house, street and hamlet are others
	LevelSomeRelatives               // some relatives agree, others do not
	LevelAlikeRelatives              // the names of the relatives have slips
	LevelOtherRelatives              // none of the relatives agrees
	LevelOfFamily                    // it agrees, as it would for a brother or sister: no evidence
	LevelMergedProvince              // provinces that are one today
	LevelOtherHousehold              // another code of a household: no evidence
	LevelDiedRecently                // had died, within the year before: no evidence
	LevelDiedBefore                  // had died more than a year before
	LevelDiedBeforeFile              // had died more than a year before the date of the file
	firstMechanism                   // LevelOf(NoMechanism), which is LevelAgree
	Levels              = firstMechanism + Level(Mechanisms)
)

var levelNames = [firstMechanism]string{
	"missing", "agree", "slip_of_own", "slip_of_own_unissued", "province", "same_day", "next_year", "spouse_name", "detail", "other_detail",
	"some_relatives", "alike_relatives", "other_relatives", "of_family", "merged_province", "other_household", "died_recently", "died_before", "died_before_file",
}

// LevelOf is the level of values that differ by a mechanism.
func LevelOf(m Mechanism) Level {
	if m == NoMechanism {
		return LevelAgree
	}
	return firstMechanism + Level(m)
}

// String returns the level's code, as it stands in candidates: for a mechanism
// the mechanism's.
func (l Level) String() string {
	if l < firstMechanism {
		return levelNames[l]
	}
	return Mechanism(l - firstMechanism).String()
}

// LevelText is the level as one plain sentence.
func LevelText(l Level, lang Lang) string {
	if l < firstMechanism {
		return text(kindLevel, l.String(), lang)
	}
	return MechanismText(Mechanism(l-firstMechanism), lang)
}

// ComparisonText is the name of a comparison, as a table's heading has it.
func ComparisonText(c Comparison, lang Lang) string { return text(kindComparison, c.String(), lang) }

// SettledReasons are those that only the whole job can tell.
const SettledReasons = ReasonSet(1<<ReasonDuplicate | 1<<ReasonNumberShared | 1<<ReasonPersonClaimed | 1<<ReasonSeveral)
