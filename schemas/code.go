package schemas

// Code is a repair (a value was changed into canonical form, the original is
// kept) or an issue (a cell is not what its role promises). Texts: catalogue.csv.
type Code uint8

// The published catalogue of repairs and issues.
const (
	NoCode Code = iota
	// repairs of numbers
	RepairNumberSeparators // spaces, dots, dashes, quotes taken out
	RepairNumberWords      // words such as "CCCD:" taken out
	RepairNumberCard       // read from the text of a card's QR code or machine-readable lines
	RepairNumberLetters    // a letter O, l, I read as a digit
	RepairNumberDecimal    // a trailing .0 or an exponent of a program
	RepairNumberZeros      // lost leading zeros put back
	RepairNumberSplit      // several numbers stood in one cell
	RepairNumberMoved      // a CMND in the personal ID column, or the reverse
	// repairs of names
	RepairNameDecoded  // legacy encoding or double UTF-8 decoded
	RepairNameComposed // decomposed or look-alike letters made one
	RepairNameTitle    // Ông, Bà, Mr taken off
	RepairNameNote     // note or number behind the name taken off
	RepairNameSplit    // NguyenVanAn
	RepairNameOrder    // "An, Nguyễn Văn" and passport order
	RepairNameTyping   // unresolved Telex, VNI or VIQR typing
	RepairNameOCR      // digits read as letters
	// repairs of dates, genders, phones, addresses
	RepairDateFormat  // another form than dd/mm/yyyy
	RepairDateCentury // two-digit year
	RepairDateSerial  // spreadsheet serial
	RepairDateSwapped // month before day, as the whole column has it
	RepairGenderCoded // M, F, 1, 2 ...
	RepairPhoneForm   // +84, separators
	RepairPhone2018   // area code of before 2017, 11-digit mobile number of before 2018
	RepairPhoneSeveral
	RepairAddressForm // abbreviations written out, legacy encoding decoded
	RepairAddressUnit // old unit turned into the present one
	firstIssue
	// issues
	IssueNumberMissing Code = iota - 1
	IssueNumberMalformed
	IssueNumberDummy
	IssueNumberProvince // no such place of birth registration
	IssueNumberYear     // the birth year in the number is not the one in the row
	IssueNumberGender   // the gender in the number is not the one in the row
	IssueNumberRounded  // the last digits were lost to rounding
	IssueNameMissing
	IssueNameAbbreviated
	IssueNameTruncated
	IssueNameGarbled // lossy or undecidable encoding
	IssueNameNoPerson
	IssueDateMissing
	IssueDateMalformed
	IssueDateImpossible
	IssueDatePlaceholder
	IssueDateYearOnly
	IssueDateMaybeYearOnly // 1 January
	IssueDateLunar         // of the moon's calendar: not converted
	IssueGenderMissing
	IssueGenderUnknown
	IssuePhoneMalformed
	IssuePhoneMissing
	IssueAddressMissing
	IssueAddressUnknown   // no province recognised
	IssueAddressAmbiguous // several communes fit
	IssueAddressIncomplete
	// other numbers: tax codes, cards, licences, plates, accounts
	IssuePaperMalformed
	IssuePaperCheck // the check digit is wrong
	IssuePaperDummy
	IssueGenderName    // the middle name (Thị, Văn) is usually that of the other gender: a hint
	IssuePhoneDummy    // one phone on hundreds of rows
	IssuePaperEarly    // the paper was issued before the person was born or of age for it
	IssuePaperFuture   // or after the file was made
	IssueLoanDates     // a loan due before it began
	IssueDebtGroupDays // a debt group below what its overdue days ask for
	// of what a row says beside the person
	IssueRelativeName
	IssueRelativeNumber
	IssueBirthplaceUnknown // no province recognised
	// of columns that are carried through, by the checks of the description
	IssueValueUnlisted
	IssueValueMalformed
	IssueValueOutOfRange
	IssueDatesOrder
	Codes
)

var codeNames = [Codes]string{
	"", "number_separators", "number_words", "number_card", "number_letters", "number_decimal", "number_zeros", "number_split", "number_moved",
	"name_decoded", "name_composed", "name_title", "name_note", "name_split", "name_order", "name_typing", "name_ocr",
	"date_format", "date_century", "date_serial", "date_swapped", "gender_coded", "phone_form", "phone_2018", "phone_several",
	"address_form", "address_unit",
	"number_missing", "number_malformed", "number_dummy", "number_province", "number_year", "number_gender", "number_rounded",
	"name_missing", "name_abbreviated", "name_truncated", "name_garbled", "name_no_person",
	"birth_date_missing", "birth_date_malformed", "birth_date_impossible", "birth_date_placeholder", "birth_date_year_only",
	"birth_date_maybe_year_only", "birth_date_lunar", "gender_missing", "gender_unknown", "phone_malformed", "phone_missing",
	"address_missing", "address_unknown", "address_ambiguous", "address_incomplete",
	"paper_malformed", "paper_check", "paper_dummy",
	"gender_name", "phone_dummy", "id_issue_date_early", "id_issue_date_future", "loan_dates", "debt_group_days",
	"relative_name_unusable", "relative_number_unusable", "birth_place_unknown",
	"value_unlisted", "value_malformed", "value_out_of_range", "dates_out_of_order",
}

// String returns the code as it stands in cleaned.repairs and cleaned.issues.
func (c Code) String() string { return codeNames[c] }

// IsIssue says whether the code is an issue; otherwise it is a repair.
func (c Code) IsIssue() bool { return c >= firstIssue }
