package schemas

import "strings"

// Relation is how a person is related to the head of the household.
type Relation uint8

// The relations that can be held against father, mother and spouse.
const (
	NoRelation          Relation = iota // none is stated, or one that the register does not tell: cháu, con nuôi, bạn
	RelationHead                        // the person is the head
	RelationSpouse                      // the head's wife or husband
	RelationChild                       // the head's child
	RelationParent                      // the head's father or mother
	RelationSibling                     // the head's brother or sister, by blood
	RelationChildSpouse                 // the head's daughter-in-law or son-in-law
)

// relationWords are the relations by their words, folded. "Anh", "chị" and "em"
// alone may be a spouse's, "ông" and "bà" a title.
var relationWords = func() map[string]Relation {
	words := map[string]Relation{}
	for relation, list := range map[Relation]string{
		RelationHead:        "chu ho, ban than, la chu ho, head, head of household, self",
		RelationSpouse:      "vo, chong, vo chong, spouse, wife, husband, vo chu ho, chong chu ho",
		RelationChild:       "con, con de, con trai, con gai, con ruot, con trai de, con gai de, con trai ruot, con gai ruot, con chu ho, child, son, daughter",
		RelationParent:      "cha, bo, me, cha de, bo de, me de, cha ruot, bo ruot, me ruot, cha me, bo me, ba ma, father, mother, parent",
		RelationSibling:     "anh ruot, chi ruot, em ruot, anh em ruot, chi em ruot, anh trai ruot, chi gai ruot, em trai ruot, em gai ruot, brother, sister",
		RelationChildSpouse: "con dau, con re, daughter in law, son in law",
	} {
		for word := range strings.SplitSeq(list, ", ") {
			words[strings.ReplaceAll(word, " ", "")] = relation
		}
	}
	return words
}()

// RelationOf reads a relation as forms have it.
func RelationOf(text []byte) Relation {
	if len(text) == 0 || len(text) > 64 {
		return NoRelation
	}
	return relationWords[foldKey(string(text))]
}
