package places

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestDbg(t *testing.T) {
	if os.Getenv("DBG") == "" {
		t.Skip()
	}
	p := NewParser()
	for _, s := range strings.Split(os.Getenv("DBG"), "|") {
		pl := p.Parse([]byte(s))
		fmt.Println(s, "=>", describe(pl), string(p.Canonical(nil, []byte(s))))
		p.Parse([]byte(s))
		fmt.Printf("  q=%+v cost=%d\n", p.q, p.best.cost)
		for _, m := range p.mentions {
			fmt.Printf("  m %d-%d-%d kinds %b typ %d\n", m.from, m.name, m.to, m.kinds, m.typ)
		}
	}
}
