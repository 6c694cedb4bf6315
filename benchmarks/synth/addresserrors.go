package synth

import (
	"strings"
)

// addressCell writes the address of the row: moved or not, in present or old
// units, some levels missing, abbreviated.
func (w *inputWorker) addressCell(d *dice, r *row) {
	s := &w.subject
	class := w.mix.address.draw(d, 1)
	switch class {
	case "address_missing":
		r.err(class)
		return
	case "address_moved":
		w.move(d, s)
		r.err(class)
	}
	c := &w.g.communes[s.commune]
	levels := w.levels(d, r, s, c)
	if class == "address_levels_missing" {
		levels = dropLevels(d, levels)
		r.err(class)
	}
	abbreviates := r.branch.abbreviates && d.p(0.85)
	if form := w.mix.addressForm.draw(d, 1); form == "form_address_abbreviated" {
		abbreviates = true
	}
	if abbreviates {
		south := w.g.provinces[c.province].region == south
		for i := range levels {
			levels[i] = shorten(d, levels[i], south)
		}
		r.err("form_address_abbreviated")
	}
	sep := ", "
	if d.p(0.12) {
		sep = one(d, []string{",", " - ", " ", " , "})
	}
	r.address = strings.Join(levels, sep)
}

// move gives the subject another residence than the register's: seven in ten in
// the same province.
func (w *inputWorker) move(d *dice, s *subject) {
	province := s.province
	if !d.p(0.7) {
		province = int32(w.g.residents.draw(d))
	}
	s.commune = w.g.communeIn(d, province)
	s.address = string(w.g.appendAddress(nil, d, s.commune))
}

// levels are the parts of the address, small to large.
func (w *inputWorker) levels(d *dice, r *row, s *subject, c *commune) []string {
	detail := detailOf(s.address)
	old := r.branch.oldUnits
	mixed := false
	switch w.mix.addressForm.draw(d, 1) {
	case "form_address_old":
		old = true
	case "form_address_mixed":
		mixed = true
	}
	if len(c.old) == 0 || (!old && !mixed) {
		return []string{detail, c.name, c.newName}
	}
	// The same household always comes from the same old commune.
	o := &w.g.old[c.old[mixText(s.address)%uint64(len(c.old))]]
	switch {
	case !mixed:
		r.err("form_address_old")
		return []string{detail, o.name, o.district, o.province}
	case d.p(0.5):
		r.err("form_address_mixed")
		return []string{detail, o.name, o.district, c.newName}
	}
	r.err("form_address_mixed")
	return []string{detail, c.name, o.district, o.province}
}

// detailOf is what stands before commune and province.
func detailOf(address string) string {
	for range 2 {
		at := strings.LastIndex(address, ", ")
		if at < 0 {
			return address
		}
		address = address[:at]
	}
	return address
}

// dropLevels leaves out the commune, the province, or all but a level or two.
func dropLevels(d *dice, levels []string) []string {
	last := len(levels) - 1
	switch u := d.unit(); {
	case u < 0.35:
		return append(levels[:1:1], levels[2:]...) // no commune
	case u < 0.65:
		return levels[:last] // no province
	case u < 0.8:
		return levels[last:] // province only
	}
	return levels[1:] // no detail
}

// unitForms: how a unit's type is shortened, the first fitting prefix counts.
var unitForms = []struct {
	full  string
	short []string
}{
	{"Thành phố Hồ Chí Minh", []string{"TPHCM", "TP HCM", "TP. Hồ Chí Minh", "TP.HCM", "HCM", "Tp Hồ Chí Minh"}},
	{"Thành phố Hà Nội", []string{"Hà Nội", "HN", "TP. Hà Nội", "TP Hà Nội"}},
	{"Thành phố ", []string{"TP. ", "TP ", "TP.", "Tp. ", ""}},
	{"Tỉnh ", []string{"T. ", "", "", "T.", "tỉnh "}},
	{"Thị xã ", []string{"TX. ", "TX ", "Tx."}},
	{"Thị trấn ", []string{"TT. ", "TT ", "TT."}},
	{"Phường ", []string{"P. ", "P.", "P ", "phường ", ""}},
	{"Quận ", []string{"Q. ", "Q.", "Q ", "quận "}},
	{"Huyện ", []string{"H. ", "H.", "huyện ", ""}},
	{"Xã ", []string{"X. ", "X.", "xã ", ""}},
	{"Thôn ", []string{"Th. ", "thôn ", "T. "}},
	{"Ấp ", []string{"A. ", "ấp ", "Ấp "}},
	{"Xóm ", []string{"X. ", "xóm "}},
}

var detailForms = []*strings.Replacer{
	strings.NewReplacer("đường ", "Đ. ", "phố ", "P. ", "Số ", "SN ", "Tổ dân phố ", "TDP ", "Khu phố ", "KP "),
	strings.NewReplacer("đường ", "", "phố ", "", "Số ", "", "Tổ dân phố ", "Tổ ", "Khu phố ", "KP."),
	strings.NewReplacer("đường ", "Đg. ", "Tổ dân phố ", "TDP", "Khu phố ", "KP"),
}

// shorten abbreviates one level.
func shorten(d *dice, level string, south bool) string {
	for _, unit := range unitForms {
		rest, found := strings.CutPrefix(level, unit.full)
		if !found {
			continue
		}
		short := one(d, unit.short)
		if south && unit.full == "Phường " && d.p(0.3) {
			short = one(d, []string{"F.", "F ", "F. "})
		}
		if digit := rest != "" && rest[0] >= '0' && rest[0] <= '9'; short == "" && digit {
			return level
		}
		return short + rest
	}
	return one(d, detailForms).Replace(level)
}
