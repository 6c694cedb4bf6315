package clean

import "strings"

// saints are the baptismal names that Catholics put before their own, as
// written in Vietnamese and in Latin letters. Identity papers do not have them.
// Source: domain facts 5.7 (religious names); usual spellings.
var saints = func() map[string]bool {
	m := make(map[string]bool)
	for _, s := range strings.Fields("Maria Anna Têrêsa Teresa Giuse Joseph Phêrô Phaolô Gioan Gioakim Micae Michael Antôn Antôniô Đaminh Đôminicô Vincentê Vinhsơn " +
		"Inê Agnes Cecilia Xêxilia Cêcilia Mađalêna Madalena Rosa Lucia Luxia Catarina Matta Martha Isave Phanxicô Augustinô Giacôbê Tôma Simon Matthêu " +
		"Mátthêu Luca Máccô Marcô Stêphanô Têphanô Baotixita Baotixit Batôlômêô Philipphê Clara Monica Mônica Elisabeth Isabella Bênêđictô Bênađô Laurensô") {
		lower := strings.ToLower(s)
		m[lower] = true
		m[string(appendFold(nil, []byte(lower)))] = true
	}
	return m
}()

// saintNames counts the baptismal names at the front of a name that is whole
// without them: a usual surname and two more words behind it, or one where the
// saint is spelled as only Vietnamese spell it. Of fewer words (Anna Trần, Maria
// Nguyen) they may be the given name.
func (w *Worker) saintNames() int {
	n := &w.names
	k, own := 0, false
	for k < len(n.words) && k < 3 {
		n.fold = appendLower(n.fold[:0], n.words[k])
		if !saints[string(n.fold)] {
			break
		}
		own = own || !ascii(n.fold)
		k++
	}
	rest := n.words[k:]
	if k == 0 || len(rest) < 2 || len(rest) < 3 && !own || w.surname(rest[0]) < usualSurname {
		return 0
	}
	for _, word := range rest {
		if kind := w.lookSafe(word); kind != wordSyllable && kind != wordPlain && kind != wordShort {
			return 0
		}
	}
	return k
}
