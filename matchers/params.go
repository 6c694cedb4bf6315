package matchers

import (
	"reflect"
	"strings"
)

// Unit is what a parameter of a model is measured in.
type Unit uint8

// Units of parameters.
const (
	Probability Unit = iota
	LogShare         // log2 of a probability
	Bits             // a weight
	Count
)

func (u Unit) String() string {
	return [...]string{"probability", "log2 of a probability", "weight in bits", "count"}[u]
}

// Range is what a parameter of the unit may be. A probability of 0 or 1 would
// make a weight infinite.
func (u Unit) Range() (low, high float64) {
	switch u {
	case LogShare:
		return -40, 0
	case Bits:
		return -40, 40
	case Count:
		return 1, 1e6
	}
	return 1e-9, 1 - 1e-9
}

// Param is one parameter of a model.
type Param struct {
	Name  string // its path in the JSON
	Value *float64
	Unit  Unit
}

// Params are all parameters of a model, in the order of its JSON.
func (m *Model) Params() []Param {
	var list []Param
	v := reflect.ValueOf(m).Elem()
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		switch f := v.Field(i); f.Kind() {
		case reflect.Float64:
			list = append(list, Param{name, f.Addr().Interface().(*float64), unitOf("", name)})
		case reflect.Struct:
			for j := range f.NumField() {
				field := f.Type().Field(j).Tag.Get("json")
				list = append(list, Param{name + "." + field, f.Field(j).Addr().Interface().(*float64), unitOf(name, field)})
			}
		}
	}
	return list
}

// unitOf knows the unit by the name: what ends in bits or cap is a weight, the
// entries of name and birth are logarithms, the others probabilities.
func unitOf(group, name string) Unit {
	switch {
	case strings.HasSuffix(name, "_bits"), strings.HasSuffix(name, "_cap"):
		return Bits
	case name == "slips":
		return Count
	case group == "name_model", group == "birth":
		return LogShare
	}
	return Probability
}
