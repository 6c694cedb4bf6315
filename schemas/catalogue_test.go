package schemas

import (
	"strings"
	"testing"
	"unicode"
)

// published lists every code that may leave the program, by catalogue kind.
func published() map[catalogueKey]bool {
	all := map[catalogueKey]bool{}
	add := func(kind, code string) { all[catalogueKey{kind, code}] = true }
	for v := range Verdicts {
		add(kindVerdict, v.String())
		add(kindVerdictLabel, v.String())
		add(kindVerdictHelp, v.String())
	}
	for r := range Reasons {
		add(kindReason, r.String())
	}
	for m := NoMechanism + 1; m < Mechanisms; m++ {
		add(kindMechanism, m.String())
	}
	for c := NoCode + 1; c < Codes; c++ {
		add(kindCode, c.String())
	}
	for r := range Results {
		add(kindResult, r.String())
	}
	for f := range MismatchFields {
		add(kindField, f.String())
	}
	for c := range Comparisons {
		add(kindComparison, c.String())
	}
	for l := range firstMechanism {
		add(kindLevel, l.String())
	}
	return all
}

func TestCatalogueHasEveryCodeAndNoOther(t *testing.T) {
	names := published()
	want := 3*int(Verdicts) + int(Reasons) + int(Mechanisms) - 1 + int(Codes) - 1 + int(Results) + int(MismatchFields) +
		int(Comparisons) + int(firstMechanism)
	if len(names) != want {
		t.Errorf("%d published names, want %d: a code has no name or two have the same", len(names), want)
	}
	for key := range names {
		if _, ok := catalogue()[key]; !ok || key.code == "" {
			t.Errorf("catalogue.csv has no row %s,%s", key.kind, key.code)
		}
	}
	for key, texts := range catalogue() {
		if !names[key] {
			t.Errorf("catalogue.csv has row %s,%s, which no code is named", key.kind, key.code)
		}
		for lang, s := range texts {
			if strings.TrimSpace(s) != s || s == "" {
				t.Errorf("%s %s, language %d: empty or with spaces at its edges", key.kind, key.code, lang)
			}
		}
		if texts[English] == texts[Vietnamese] {
			t.Errorf("%s %s: the same text in both languages", key.kind, key.code)
		}
	}
}

func TestCatalogueTextsAreSentences(t *testing.T) {
	for key, texts := range catalogue() {
		label := key.kind == kindField || key.kind == kindVerdictLabel || key.kind == kindComparison
		for _, s := range texts {
			if first := []rune(s)[0]; !unicode.IsUpper(first) && !strings.HasPrefix(s, "đ ") && !strings.HasPrefix(s, "i ") {
				t.Errorf("%s %s begins without a capital", key.kind, key.code)
			}
			if strings.HasSuffix(s, ".") == label {
				t.Errorf("%s %s: a sentence ends with a full stop, a label does not", key.kind, key.code)
			}
			if key.kind != kindVerdictHelp && len([]rune(s)) > 130 {
				t.Errorf("%s %s: longer than 130 letters", key.kind, key.code)
			}
		}
		if key.kind == kindVerdictHelp && len(texts[English]) < 150 {
			t.Errorf("verdict_help %s says too little", key.code)
		}
	}
}

func TestTextsInBothLanguages(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{VerdictLabel(Verified, Vietnamese), "Khớp đúng"},
		{VerdictLabel(Verified, English), "Matches"},
		{ReasonText(ReasonDeceased, English), "The person has died according to the register."},
		{MechanismText(MechanismDaySwapped, Vietnamese), "Đảo ngày và tháng."},
		{CodeText(IssueNumberMissing, Vietnamese), "Thiếu số giấy tờ."},
		{ResultText(Differ, English), "The values differ."},
		{FieldText(FieldPlace, Vietnamese), "Nơi thường trú"},
		{MechanismText(NoMechanism, English), ""},
		{CodeText(NoCode, Vietnamese), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
