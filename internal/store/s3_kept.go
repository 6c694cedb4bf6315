package store

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// keptName is the user metadata under which our checksum lies beside an
// object, as the library spells it when it reads headers.
const keptName = "Lamsach-Sum"

// kept is what we write beside an object: its checksum, and a random mark of
// the writing, by which a writer that lost the answer recognises its own work.
//
//	1 <size> <crc32c> <sha256> <mark>
type kept struct {
	sum  Checksum
	mark string
}

func newKept(sum Checksum) *kept {
	var mark [12]byte
	rand.Read(mark[:]) // never fails
	return &kept{sum: sum, mark: hex.EncodeToString(mark[:])}
}

func (k *kept) String() string {
	return fmt.Sprintf("1 %d %s %s %s", k.sum.Size, k.sum.CRC32C, k.sum.SHA256, k.mark)
}

// parseKept is nil unless the text is one of ours and speaks of an object of
// this size.
func parseKept(text string, size int64) *kept {
	f := strings.Split(text, " ")
	if len(f) != 5 || f[0] != "1" || f[1] != strconv.FormatInt(size, 10) || !isHex(f[2], 8) || !isHex(f[3], 64) || !isHex(f[4], 24) {
		return nil
	}
	return &kept{sum: Checksum{Size: size, CRC32C: f[2], SHA256: f[3]}, mark: f[4]}
}

func isHex(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789abcdef") == ""
}
