package register

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"lamsach/matchers/kernel"
	"lamsach/schemas"
)

// inventMany makes people with addresses as long as real ones, and names of
// which one in a hundred has a word that no Vietnamese name has.
func inventMany(n int) []Person {
	people := invent(n, 9)
	for i := range people {
		if i%100 != 0 {
			people[i].Name = fmt.Sprintf("%s %s %s", surnames[i%16], middles[i/16%len(middles)], givens[i/192%29])
		}
		for j := range people[i].CMND {
			people[i].CMND[j] = cmnd(uint64(100_000_000 + 3*i + j))
		}
		people[i].Address = fmt.Sprintf("Số %d Đường Láng, Phường Giảng Võ, Thành phố Hà Nội", i/4)
	}
	return people
}

// BenchmarkBuild takes a million people from rows to a file on disk.
func BenchmarkBuild(b *testing.B) {
	people := inventMany(1_000_000)
	path := filepath.Join(b.TempDir(), "r")
	b.ResetTimer()
	for range b.N {
		builder := NewBuilder(BuildOptions{Path: path})
		var wg sync.WaitGroup
		workers := runtime.GOMAXPROCS(0)
		for w := range workers {
			wg.Go(func() {
				for from := w * 10_000; from < len(people); from += workers * 10_000 {
					builder.Add(people[from:min(from+10_000, len(people))])
				}
			})
		}
		wg.Wait()
		report, err := builder.Finish(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(report.Bytes)/float64(report.People), "B/person")
	}
	b.ReportMetric(float64(b.N)*float64(len(people))/b.Elapsed().Seconds(), "people/s")
}

// BenchmarkLookups asks a snapshot of a million people at random.
func BenchmarkLookups(b *testing.B) {
	people := inventMany(1_000_000)
	path, _ := build(b, people, 2, 100_000)
	s := open(b, path)
	r := rand.New(rand.NewPCG(1, 1))
	asked := make([]uint32, 1<<16)
	for i := range asked {
		asked[i] = r.Uint32N(uint32(s.People()))
	}
	b.Run("open", func(b *testing.B) {
		for range b.N {
			s, err := Open(path)
			if err != nil {
				b.Fatal(err)
			}
			s.Close()
		}
	})
	b.Run("verify", func(b *testing.B) {
		info, _ := os.Stat(path)
		b.SetBytes(info.Size())
		for range b.N {
			if err := s.Verify(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
	})
	numbers := make([]schemas.Number, len(asked))
	cards := make([]schemas.Number, len(asked))
	names := make([]uint64, len(asked))
	for i, p := range asked {
		numbers[i] = s.PIN(p)
		cards[i] = schemas.MakeNumber(schemas.CMND, uint64(s.hot[p].cmnd&cmndMask))
		var n kernel.Name
		s.Name(p, &n)
		folded := s.Syllables().Hashes(&n)
		names[i] = folded.Full()
	}
	b.Run("pin", func(b *testing.B) {
		for i := range b.N {
			if _, ok := s.ByPIN(numbers[i&(1<<16-1)]); !ok {
				b.Fatal("a person is not found")
			}
		}
	})
	var found []uint32
	b.Run("cmnd", func(b *testing.B) {
		for i := range b.N {
			found = s.ByCMND(cards[i&(1<<16-1)], found[:0])
		}
	})
	pins := make([]uint32, len(numbers))
	b.Run("pins", func(b *testing.B) {
		for range b.N/len(numbers) + 1 {
			s.ByPINs(numbers, pins)
		}
	})
	b.Run("name", func(b *testing.B) {
		for i := range b.N {
			if p := asked[i&(1<<16-1)]; len(s.NamedIn(names[i&(1<<16-1)], s.Birth(p).Year()).Ords) == 0 && s.Birth(p) != 0 {
				b.Fatal("a person is not in the block")
			}
		}
	})
}
