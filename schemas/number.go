package schemas

// Gender as the register knows it.
type Gender uint8

// Genders; zero is "not stated".
const (
	NoGender Gender = iota
	Male
	Female
)

// String returns the register's word: "Nam", "Nữ", or "".
func (g Gender) String() string { return [...]string{"", "Nam", "Nữ"}[g] }

// NumberKind is what a number of a person is, by its form.
type NumberKind uint8

// Kinds of numbers.
const (
	NoNumber   NumberKind = iota
	PersonalID            // 12 digits: personal ID number (CCCD, số định danh)
	CMND                  // 9 digits: the old identity card
)

// Number is an identity number with its kind, packed as kind<<48 | value; zero
// means absent and equals nothing. It is text by nature: String writes it with
// all its leading zeros.
type Number uint64

// MakeNumber packs a value of a kind.
func MakeNumber(kind NumberKind, value uint64) Number {
	return Number(uint64(kind)<<48 | value)
}

// Kind is what the number is.
func (n Number) Kind() NumberKind { return NumberKind(n >> 48) }

// Value is the number without its kind, below 10^12.
func (n Number) Value() uint64 { return uint64(n) & (1<<48 - 1) }

// Digits is 12, 9 or 0.
func (n Number) Digits() int { return [...]int{0, 12, 9}[n.Kind()] }

// Append writes the number with its leading zeros.
func (n Number) Append(dst []byte) []byte {
	digits := n.Digits()
	at := len(dst)
	dst = append(dst, "000000000000"[:digits]...)
	for i, v := at+digits-1, n.Value(); i >= at; i-- {
		dst[i] = byte('0' + v%10)
		v /= 10
	}
	return dst
}

// String is Append as a string.
func (n Number) String() string { return string(n.Append(nil)) }

// BirthYear is the birth year that a personal ID states, 0 for other numbers.
// Source: Decree 137/2015/NĐ-CP art. 13 (digit 4: century and gender, 5-6: year).
func (n Number) BirthYear() int {
	if n.Kind() != PersonalID {
		return 0
	}
	return 1900 + int(n.Value()/100_000_000%10)/2*100 + int(n.Value()/1_000_000%100)
}

// Gender is the gender that a personal ID states.
func (n Number) Gender() Gender {
	if n.Kind() != PersonalID {
		return NoGender
	}
	return Male + Gender(n.Value()/100_000_000%2)
}

// Province is the three-digit code of the place of birth registration of a
// personal ID (the 63-province code with a leading zero, or a country).
func (n Number) Province() int {
	if n.Kind() != PersonalID {
		return 0
	}
	return int(n.Value() / 1_000_000_000)
}
