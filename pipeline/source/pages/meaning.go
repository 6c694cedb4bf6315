package pages

// logical reads a logical type into e.
func (c *compact) logical(e *Element) {
	c.fields(func(id int16, typ byte) bool {
		if typ != tStruct {
			return false
		}
		switch id {
		case 1, 4, 12: // string, enum, JSON
			e.Meaning = Text
		case 3:
			e.Meaning = ListOf
		case 5:
			e.Meaning = Decimal
			c.fields(func(id int16, typ byte) bool {
				if id != 1 || typ != tI32 {
					return false
				}
				e.Scale = int(c.int32())
				return true
			})
			return true
		case 6:
			e.Meaning = Date
		case 7, 8:
			e.Meaning = Time
			if id == 8 {
				e.Meaning = Timestamp
			}
			c.timeUnit(e)
			return true
		case 10:
			c.fields(func(id int16, typ byte) bool {
				if id == 2 && typ == tFalse { // is_signed
					e.Meaning = Unsigned
				}
				return false
			})
			return true
		case 14:
			e.Meaning = UUID
		case 15:
			e.Meaning = Float16
		case 11: // null
		default:
			e.Meaning = Other
		}
		return false
	})
}

func (c *compact) timeUnit(e *Element) {
	c.fields(func(id int16, typ byte) bool {
		if id != 2 || typ != tStruct {
			return false
		}
		c.fields(func(id int16, typ byte) bool {
			switch id {
			case 1:
				e.Unit = 1e3
			case 2:
				e.Unit = 1e6
			case 3:
				e.Unit = 1e9
			}
			return false
		})
		return true
	})
	if e.Unit == 0 {
		c.fail(false)
	}
}

// convert reads the converted type that older writers state.
func (e *Element) convert(t int32) {
	switch t {
	case 0, 4, 19: // UTF8, ENUM, JSON
		e.Meaning = Text
	case 1, 2: // MAP, MAP_KEY_VALUE
		e.Meaning = Other
	case 3:
		e.Meaning = ListOf
	case 5:
		e.Meaning = Decimal
	case 6:
		e.Meaning = Date
	case 7, 8:
		e.Meaning, e.Unit = Time, unitOf(t == 7)
	case 9, 10:
		e.Meaning, e.Unit = Timestamp, unitOf(t == 9)
	case 11, 12, 13, 14:
		e.Meaning = Unsigned
	case 21:
		e.Meaning = Interval
	}
}

func unitOf(millis bool) int64 {
	if millis {
		return 1e3
	}
	return 1e6
}
