package synth

// Names invents n full names of the majority, women and men of every cohort from
// all regions, for measurements that need names and no people.
func Names(n int, seed uint64) []string {
	from, d := theNames(), newDice(seed)
	list := make([]string, n)
	for i := range list {
		surname := from.surnames[d.n(int(regions))].draw(&d)
		name := from.kinh(&d, d.p(0.5), d.in(1940, 2010), surname, "")
		list[i] = string(name.append(nil))
	}
	return list
}
