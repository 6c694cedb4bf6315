package synth

import (
	"strings"
	"sync"
)

// phoneTables: mobile prefixes in use, and what those of 2018 were before.
type phoneTables struct {
	prefixes []string
	before   map[string]string
}

var thePhones = sync.OnceValue(func() *phoneTables {
	t := &phoneTables{before: map[string]string{}}
	for _, r := range dataTable("identity/mobile_prefixes.csv") {
		t.prefixes = append(t.prefixes, r.text("prefix"))
	}
	for _, r := range dataTable("identity/mobile_prefix_migration_2018.csv") {
		t.before[r.text("new_prefix")] = r.text("old_prefix")
	}
	return t
})

// phoneOf is somebody's own number, always the same: ten digits.
func phoneOf(id uint64) string {
	h := mix(id ^ mixText("phone"))
	prefixes := thePhones().prefixes
	return prefixes[h%uint64(len(prefixes))] + string(appendPadded(nil, h>>8, 7))
}

// phoneCell writes the phone of the row.
func (w *inputWorker) phoneCell(d *dice, r *row) {
	phone := phoneOf(w.subject.id)
	class := w.mix.phone.draw(d, 1)
	switch class {
	case "":
	case "phone_missing":
		phone = ""
	case "phone_malformed":
		at := d.in(2, len(phone)-1)
		phone = phone[:at] + one(d, []string{"", phone[at:at+1] + phone[at:at+1], "x"}) + phone[at+1:]
	case "phone_agent":
		if r.branch.agent == nobody {
			class = ""
			break
		}
		phone = phoneOf(w.crowd.id(r.branch.agent))
	case "form_phone_84":
		phone = one(d, []string{"+84", "84", "(+84)", "+84 "}) + phone[1:]
	case "form_phone_separators":
		sep := one(d, []string{".", " ", "-"})
		phone = phone[:4] + sep + phone[4:7] + sep + phone[7:]
	case "form_phone_eleven":
		old, ok := thePhones().before[phone[:3]]
		if !ok {
			class = ""
			break
		}
		phone = old + phone[3:]
	case "form_phone_several":
		phone += one(d, []string{"/", ";", " - ", ", "}) + phoneOf(w.subject.id+1)
	case "form_phone_zero":
		phone = strings.TrimPrefix(phone, "0")
	default:
		panic("synth: mixes.csv names a phone class that nothing makes: " + class)
	}
	if class != "" {
		r.err(class)
	}
	r.phone = phone
}
