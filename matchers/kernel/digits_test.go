package kernel

import (
	"math/rand/v2"
	"testing"

	"lamsach/schemas"
)

// plainRelateNumbers is the twin of RelateNumbers, digit by digit.
func plainRelateNumbers(row uint64, rowDigits int, number uint64, digits int) NumberRelation {
	if rowDigits == digits && row == number {
		return NumberEqual
	}
	var a, b [16]byte
	plainSplit(row, rowDigits, &a)
	plainSplit(number, digits, &b)
	switch rowDigits - digits {
	case 0:
		return plainSameLength(a[:digits], b[:digits])
	case -1:
		if plainOneMore(b[:digits], a[:rowDigits]) {
			return NumberMissingDigit
		}
	case 1:
		if plainOneMore(a[:rowDigits], b[:digits]) {
			return NumberExtraDigit
		}
	}
	return NumberDifferent
}

func plainSplit(v uint64, digits int, dst *[16]byte) {
	for i := digits - 1; i >= 0; i-- {
		dst[i] = byte(v % 10)
		v /= 10
	}
}

func plainSameLength(a, b []byte) NumberRelation {
	i, j := 0, len(a)-1
	for i < len(a) && a[i] == b[i] {
		i++
	}
	for j > i && a[j] == b[j] {
		j--
	}
	switch {
	case i >= j:
		return NumberWrongDigit
	case j == i+1 && a[i] == b[j] && a[j] == b[i]:
		return NumberSwapped
	}
	return NumberDifferent
}

// plainOneMore says whether long is short with one digit inserted.
func plainOneMore(long, short []byte) bool {
	i := 0
	for i < len(short) && long[i] == short[i] {
		i++
	}
	for j := i; j < len(short); j++ {
		if long[j+1] != short[j] {
			return false
		}
	}
	return true
}

// plainOneDigit compares ddmmyyyy digit by digit.
func plainOneDigit(a, b schemas.Date) bool {
	var x, y [8]byte
	plainDigits(a, &x)
	plainDigits(b, &y)
	first, last, n := -1, -1, 0
	for i := range x {
		if x[i] != y[i] {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	return n == 1 || n == 2 && last == first+1 && x[first] == y[last] && x[last] == y[first]
}

func plainDigits(d schemas.Date, dst *[8]byte) {
	v := d.Day()*1_000_000 + d.Month()*10_000 + d.Year()
	for i := 7; i >= 0; i-- {
		dst[i] = byte(v % 10)
		v /= 10
	}
}

// plainRelateDates is the twin of RelateDates.
func plainRelateDates(row, person schemas.Date) DateRelation {
	full := row.Precision() == schemas.FullDate && person.Precision() == schemas.FullDate
	sameDay := row.Month() == person.Month() && row.Day() == person.Day()
	off := row.Year() - person.Year()
	switch {
	case row == 0 || person == 0:
		return DateMissing
	case row == person:
		return DateSame
	case off == 0 && maybeYearOnly(row):
		return DateRowYear
	case off == 0 && maybeYearOnly(person):
		return DatePersonYear
	case off == 0 && row.Day() == person.Month() && row.Month() == person.Day():
		return DateSwapped
	case off == 0 && plainOneDigit(row, person):
		return DateDigit
	case off == 0:
		return DateSameYear
	case full && sameDay && (off == 1 || off == -1):
		return DateYearOff
	case (off == 1 || off == -1) && (maybeYearOnly(row) || maybeYearOnly(person)):
		return DateNextYear
	case full && plainOneDigit(row, person):
		return DateDigit
	case full && sameDay && !maybeYearOnly(row):
		return DateSameDay
	}
	return DateOther
}

func FuzzDigits(f *testing.F) {
	f.Add(uint64(1085012345), 12, uint64(1085012354), 12)
	f.Add(uint64(99999999), 8, uint64(9999999), 7)
	f.Add(uint64(123456789012345), 15, uint64(2345), 3)
	f.Add(uint64(1234567890123456), 16, uint64(123456789023456), 15)
	f.Fuzz(func(t *testing.T, a uint64, da int, b uint64, db int) {
		if da < 0 || da > 16 || db < 0 || db > 16 {
			return
		}
		if got, want := RelateNumbers(a, da, b, db), plainRelateNumbers(a, da, b, db); got != want {
			t.Errorf("%d of %d digits, %d of %d: relation %d, want %d", a, da, b, db, got, want)
		}
		x, y := schemas.Date(a), schemas.Date(b)
		if got, want := RelateDates(x, y), plainRelateDates(x, y); got != want {
			t.Errorf("%d and %d: relation %d, want %d", x, y, got, want)
		}
	})
}

// Slips of every kind at every place, and what is nearly one.
func TestDigitsNearSlips(t *testing.T) {
	dice := rand.New(rand.NewPCG(9, 10))
	for range 200_000 {
		n := 1 + dice.IntN(16)
		a := dice.Uint64N(powers[n])
		b, m := a, n
		for range 1 + dice.IntN(2) {
			at := powers[dice.IntN(n)]
			switch dice.IntN(4) {
			case 0:
				b = b/(10*at)*(10*at) + uint64(dice.IntN(10))*at + b%at
			case 1:
				x, y := b/at%10, b/at/10%10
				b = b - x*at - y*10*at + y*at + x*10*at
			case 2:
				if m > 0 {
					b, m = b/(10*at)*at+b%at, m-1
				}
			case 3:
				if m < 16 {
					b, m = b/at*10*at+uint64(dice.IntN(10))*at+b%at, m+1
				}
			}
		}
		if got, want := RelateNumbers(a, n, b, m), plainRelateNumbers(a, n, b, m); got != want {
			t.Fatalf("%0*d and %0*d: relation %d, want %d", n, a, m, b, got, want)
		}
	}
}

// Every two dates of some years, and of a year beyond four digits.
func TestRelateDatesIsItsTwin(t *testing.T) {
	var dates []schemas.Date
	for _, year := range []int{0, 1, 1899, 1980, 1981, 1989, 1998, 2080, 10_000, 8_000_000} {
		for d := range 512 {
			if d%7 == 0 || d < 64 {
				dates = append(dates, schemas.Date(year<<9|d))
			}
		}
	}
	for _, a := range dates {
		for _, b := range dates {
			if got, want := RelateDates(a, b), plainRelateDates(a, b); got != want {
				t.Fatalf("%d and %d: relation %d, want %d", a, b, got, want)
			}
		}
	}
}

func BenchmarkRelate(b *testing.B) {
	dice := rand.New(rand.NewPCG(11, 12))
	var numbers [256]uint64
	var dates [256]schemas.Date
	for i := range numbers {
		numbers[i] = dice.Uint64N(powers[12])
		dates[i] = schemas.MakeDate(1940+dice.IntN(70), 1+dice.IntN(12), 1+dice.IntN(28))
		if i%4 == 0 { // one in eight pairs is near
			numbers[i] = numbers[max(i-1, 0)] + 3
		}
	}
	var sum int
	run := func(name string, numberOf func(uint64, int, uint64, int) NumberRelation, dateOf func(a, b schemas.Date) DateRelation) {
		b.Run("numbers/"+name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				sum += int(numberOf(numbers[i&255], 12, numbers[(i+1)&255], 12))
			}
		})
		b.Run("dates/"+name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				sum += int(dateOf(dates[i&255], dates[(i+1)&255]))
			}
		})
	}
	run("plain", plainRelateNumbers, plainRelateDates)
	run("fast", RelateNumbers, RelateDates)
}
