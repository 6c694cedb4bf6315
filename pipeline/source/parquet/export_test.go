package parquet

// Product is the name of a writer, for tests.
var Product = product

// Room is what is left for what parts share, for tests.
func (f *File) Room() int64 { return f.memory.room.Load() }
