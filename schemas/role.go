package schemas

import "sync"

// Role is what a column means. The names are the canonical fields of
// data/columns; a dataset description maps a file's columns to them.
type Role string

// The roles that the cleaning understands. Every other role of the alias
// table is carried through as text.
const (
	RoleFullName   Role = "full_name"
	RolePersonalID Role = "cccd"
	RoleCMND       Role = "cmnd"
	RoleAnyNumber  Role = "id_number_any"
	RoleBirthDate  Role = "birth_date"
	RoleGender     Role = "gender"
	RolePhone      Role = "phone"
	RoleAddress    Role = "address_permanent"
	RoleAnyAddress Role = "address_any"
)

// Other addresses: cleaned as the address only where the file has no better one.
const (
	RoleCurrentAddress   Role = "address_current"
	RoleTemporaryAddress Role = "address_temporary"
)

// Roles of a credit file that are carried through.
const (
	RoleCustomerCode Role = "customer_code"
	RoleInstitution  Role = "institution_code"
	RoleBranch       Role = "branch"
	RoleSalePoint    Role = "sale_point"
	RoleContract     Role = "loan_contract"
	RoleBalance      Role = "loan_balance"
	RoleDebtGroup    Role = "debt_group"
	RoleOverdueDays  Role = "overdue_days"
	RoleReportDate   Role = "report_date"
	RoleLoanStart    Role = "loan_start"
	RoleLoanDue      Role = "loan_due"
	RoleCurrency     Role = "loan_currency"
	RoleCollateral   Role = "collateral"
	RolePassport     Role = "passport"
	RoleIssueDate    Role = "id_issue_date"
	RoleIssuePlace   Role = "id_issue_place"
	RoleNationality  Role = "nationality"
	RoleTaxCode      Role = "tax_code"
	RoleIDType       Role = "id_type" // which kind of paper the number is of
)

// Roles of what a file may have in several columns; see Layout and the key
// parts of a description.
const (
	RoleSurname          Role = "surname"
	RoleMiddleName       Role = "middle_name"
	RoleGivenName        Role = "given_name"
	RoleSurnameAndMiddle Role = "surname_and_middle"
	RoleBirthDay         Role = "birth_day"
	RoleBirthMonth       Role = "birth_month"
	RoleBirthYear        Role = "birth_year"
	RoleStreet           Role = "street"
	RoleHamlet           Role = "hamlet"
	RoleCommune          Role = "commune" // the units as text
	RoleDistrict         Role = "district"
	RoleProvince         Role = "province"
	RoleCommuneCode      Role = "commune_code" // and as codes of either list
	RoleDistrictCode     Role = "district_code"
	RoleProvinceCode     Role = "province_code"
)

// RoleSocialInsurance is a number of its own; since 2025-08-01 it is the
// personal ID, as the tax code of a person is since 2025-07-01.
const RoleSocialInsurance Role = "social_insurance_no"

// Roles of other numbers of a person, which are brought into canonical text.
const (
	RoleHealthCard Role = "health_card_no"
	RoleLicence    Role = "licence_no"
	RolePlate      Role = "plate_no"
	RoleAccount    Role = "account_no"
)

// Roles of the register input.
const (
	RoleFormerIDs         Role = "former_ids" // personal IDs given up
	RoleBirthProvince     Role = "birth_province"
	RolePermanentProvince Role = "permanent_province"
	RolePermanentCommune  Role = "permanent_commune"
	RoleEthnicity         Role = "ethnicity"
	RoleStatus            Role = "status" // alive, deceased, missing
	RoleDeathDate         Role = "death_date"
	RoleOtherNames        Role = "other_name"
	RoleHousehold         Role = "household_code"
	RoleFatherID          Role = "father_id"
	RoleMotherID          Role = "mother_id"
	RoleSpouseID          Role = "spouse_id"
	RoleUpdatedAt         Role = "updated_at"
)

// Roles of what a file says of birth.
const (
	RoleBirthPlace        Role = "birthplace"
	RoleBirthRegistration Role = "birth_registration_place"
)

// Roles of other people of a row. They never stand for the person's own name,
// number, birth date or phone.
const (
	RoleFatherName    Role = "father_name"
	RoleFatherBirth   Role = "father_birth_date"
	RoleMotherName    Role = "mother_name"
	RoleMotherBirth   Role = "mother_birth_date"
	RoleSpouseName    Role = "spouse_name"
	RoleSpouseBirth   Role = "spouse_birth_date"
	RoleHouseholdHead Role = "household_head" // by name
	RoleHeadID        Role = "household_head_id"
	RoleHeadBirth     Role = "household_head_birth_date"
	RoleRelation      Role = "relation_to_head" // or to whom else the row names: guardian, taxpayer
	RoleGuardianName  Role = "guardian_name"
	RoleGuardianID    Role = "guardian_id"
	RoleGuardianBirth Role = "guardian_birth_date"
	RoleGuardianPhone Role = "guardian_phone"
	RoleDependantName Role = "dependant_name"
	RoleDependantID   Role = "dependant_id"
)

// RoleID is the column that names a row of a free description.
const RoleID Role = "id"

// roles beyond the alias table.
var extraRoles = []Role{
	RoleID, RoleCommuneCode, RoleDistrictCode, RoleProvinceCode, RoleFormerIDs, RoleBirthProvince, RolePermanentProvince, RolePermanentCommune, RoleStatus,
	RoleFatherID, RoleMotherID, RoleSpouseID, RoleUpdatedAt,
	RoleFatherBirth, RoleMotherBirth, RoleSpouseBirth, RoleHeadID, RoleHeadBirth,
	RoleGuardianName, RoleGuardianID, RoleGuardianBirth, RoleGuardianPhone, RoleDependantName, RoleDependantID,
}

var knownRoles = sync.OnceValue(func() map[Role]bool {
	known := make(map[Role]bool)
	for _, role := range aliases() {
		known[role] = true
	}
	for _, role := range extraRoles {
		known[role] = true
	}
	return known
})

// Known says whether the role is one of the alias table or of this package.
func (r Role) Known() bool { return knownRoles()[r] }
