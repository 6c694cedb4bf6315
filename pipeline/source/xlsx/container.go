package xlsx

import (
	"archive/zip"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lamsach/pipeline/source/table"
)

// What an archive may cost before a byte of it is unpacked.
const (
	maxEntries   = 10_000   // a workbook has some dozens
	maxDirectory = 4 << 20  // bytes read to find the entries
	tailBytes    = 64 << 10 // at the end of the object, read at once
	freeUnpacked = 32 << 20 // bytes of a part that may be packed as tightly as it likes
	maxRatio     = 150      // of unpacked to packed bytes beyond that; sheets reach 60
	maxUnpacked  = 16 << 30 // bytes of a part
)

// archive is the checked directory of a zip file.
type archive struct {
	src     io.ReaderAt
	files   []*zip.File
	parts   map[string]*part // by name in lower case
	ordered []*part          // as files
}

// part is one entry.
type part struct {
	file   *zip.File
	name   string // in lower case, with forward slashes
	off    int64  // of its packed bytes
	packed int64
	size   int64
	stored bool
}

// openArchive reads and checks the directory.
func openArchive(src io.ReaderAt, size int64) (*archive, error) {
	d := &directory{src: src, from: max(0, size-tailBytes), left: maxDirectory}
	d.tail = make([]byte, size-d.from)
	if n, err := src.ReadAt(d.tail, d.from); n < len(d.tail) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	z, err := zip.NewReader(d, size)
	switch {
	case errors.Is(err, errDirectory):
		return nil, unsupported("archives of more than %d entries", maxEntries)
	case errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return nil, damage("the directory at the end of the archive is missing or cut short")
	case err != nil:
		return nil, err
	case len(z.File) == 0:
		return nil, damage("the archive is empty")
	case len(z.File) > maxEntries:
		return nil, unsupported("archives of more than %d entries", maxEntries)
	}
	a := &archive{src: src, files: z.File, parts: make(map[string]*part, len(z.File))}
	d.left = maxDirectory // for the headers before the entries
	for _, f := range z.File {
		if err := a.add(f); err != nil {
			return nil, err
		}
	}
	return a, a.checkOverlaps(size)
}

// add checks an entry by itself.
func (a *archive) add(f *zip.File) error {
	name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
	if !inside(name) || f.Mode()&fs.ModeSymlink != 0 {
		return damage("the archive holds an entry whose name leads out of it")
	}
	if f.Flags&1 != 0 {
		return table.ErrEncrypted
	}
	off, err := f.DataOffset()
	if err != nil {
		if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return damage("the archive's directory points to where no entry begins")
		}
		return err
	}
	if f.CompressedSize64 > 1<<62 || f.UncompressedSize64 > 1<<62 {
		return damage("the archive claims impossible sizes")
	}
	p := &part{
		file: f, name: name, off: off,
		packed: int64(f.CompressedSize64), size: int64(f.UncompressedSize64), stored: f.Method == zip.Store,
	}
	if a.parts[name] != nil {
		return damage("the archive holds two entries of one name")
	}
	a.parts[name] = p
	a.ordered = append(a.ordered, p)
	return nil
}

// inside says whether a name stays within the archive.
func inside(name string) bool {
	clean := strings.TrimSuffix(name, "/")
	return clean != "" && clean[0] != '/' && !strings.ContainsAny(clean, ":\x00") && path.Clean(clean) == clean &&
		clean != ".." && !strings.HasPrefix(clean, "../")
}

// checkOverlaps refuses entries whose bytes lie over one another: a small file
// could then unpack to any size.
func (a *archive) checkOverlaps(size int64) error {
	const header = 30 // bytes before the name, at least
	byPlace := slices.Clone(a.ordered)
	slices.SortStableFunc(byPlace, func(x, y *part) int { return cmp.Compare(x.off, y.off) })
	end := int64(0)
	for _, p := range byPlace {
		if p.off-header-int64(len(p.file.Name)) < end || p.packed > size-p.off {
			return damage("entries of the archive lie over one another or behind its end")
		}
		end = p.off + p.packed
	}
	return nil
}

// part finds a part that is to be read; nil when there is none.
func (a *archive) part(name string) (*part, error) {
	p := a.parts[strings.ToLower(name)]
	switch {
	case p == nil:
		return nil, nil
	case !p.stored && p.file.Method != zip.Deflate:
		return nil, unsupported("packing by method %d; save the workbook again", p.file.Method)
	case p.stored && p.packed != p.size:
		return nil, damage("the archive gives two sizes for one entry")
	case p.size > maxUnpacked || p.size > freeUnpacked && p.size/maxRatio > p.packed:
		return nil, damage("%d bytes would unpack to %d, as no workbook does", p.packed, p.size)
	}
	return p, nil
}

// directory is what the directory is read through: the end of the object is
// read once, and the rest within bounds.
type directory struct {
	src  io.ReaderAt
	tail []byte
	from int64 // where tail lies
	left int   // bytes that may still be read
}

var errDirectory = errors.New("the directory is too large")

// ReadAt implements io.ReaderAt.
func (d *directory) ReadAt(p []byte, off int64) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errDirectory
	}
	if off < 0 {
		return 0, zip.ErrFormat // an entry that would begin before the file
	}
	if off < d.from {
		return d.src.ReadAt(p, off)
	}
	n := 0
	if off-d.from < int64(len(d.tail)) {
		n = copy(p, d.tail[off-d.from:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
