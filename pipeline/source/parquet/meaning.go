package parquet

import (
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// kind is what a value stands for, where that changes how it becomes text.
type kind int8

const (
	bare kind = iota // its physical type says all
	written
	decimal // scale
	date
	clock     // unit
	timestamp // unit
	unsigned
	uuid
	half
	foreign // nothing we could write
)

// meaning is what a writer said of values, by a logical type or by an old
// converted one.
type meaning struct {
	kind  kind
	scale int
	unit  int64 // ticks per second
}

func meaningOf(e *format.SchemaElement) meaning {
	switch t := e.LogicalType.Value.(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return meaning{kind: written}
	case *format.DecimalType:
		return scaled(t.Scale)
	case *format.DateType:
		return meaning{kind: date}
	case *format.TimeType:
		return ticking(clock, t.Unit)
	case *format.TimestampType:
		return ticking(timestamp, t.Unit)
	case *format.UUIDType:
		return meaning{kind: uuid}
	case *format.Float16Type:
		return meaning{kind: half}
	case *format.BsonType:
		return meaning{}
	case *format.IntType:
		if !t.IsSigned {
			return meaning{kind: unsigned}
		}
		return meaning{}
	case nil, *format.NullType:
		return converted(e)
	}
	return meaning{kind: foreign}
}

func converted(e *format.SchemaElement) meaning {
	if !e.ConvertedType.Valid {
		return meaning{}
	}
	switch e.ConvertedType.V {
	case deprecated.UTF8, deprecated.Enum, deprecated.Json:
		return meaning{kind: written}
	case deprecated.Decimal:
		return scaled(e.Scale.V)
	case deprecated.Date:
		return meaning{kind: date}
	case deprecated.TimeMillis:
		return meaning{kind: clock, unit: 1e3}
	case deprecated.TimeMicros:
		return meaning{kind: clock, unit: 1e6}
	case deprecated.TimestampMillis:
		return meaning{kind: timestamp, unit: 1e3}
	case deprecated.TimestampMicros:
		return meaning{kind: timestamp, unit: 1e6}
	case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
		return meaning{kind: unsigned}
	case deprecated.Map, deprecated.MapKeyValue, deprecated.List, deprecated.Interval:
		return meaning{kind: foreign}
	}
	return meaning{}
}

// scaled is a decimal, if its scale is one that people have.
func scaled(scale int32) meaning {
	if scale < 0 || scale > 100 {
		return meaning{kind: foreign}
	}
	return meaning{kind: decimal, scale: int(scale)}
}

func ticking(k kind, u format.TimeUnit) meaning {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return meaning{kind: k, unit: 1e3}
	case *format.MicroSeconds:
		return meaning{kind: k, unit: 1e6}
	case *format.NanoSeconds:
		return meaning{kind: k, unit: 1e9}
	}
	return meaning{kind: foreign}
}
