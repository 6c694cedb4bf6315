"""Invented Arrow files and streams by other programs.

write_ipc.py write FOLDER    writes them with pyarrow (and polars where it is there), and beside each the
                             text that its cells are expected to have
write_ipc.py check FOLDER    compares each object there with its response, NAME.response: the columns must stand
                             in it as they were; the added ones go to NAME.added as JSON"""
import datetime as dt, decimal, json, os, random, sys, uuid
import pyarrow as pa, pyarrow.feather, pyarrow.ipc

rnd = random.Random(7)
N = 1200
D = decimal.Decimal


def some(f, nulls=0.1):
    return [None if rnd.random() < nulls else f(i) for i in range(N)]


def word():
    return rnd.choice(["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "", "H'Rin", "x" * 40])


def clock(v):
    return v.strftime("%H:%M:%S") + (f".{v.microsecond:06d}".rstrip("0") if v.microsecond else "")


def text(v):
    if v is None: return None
    if isinstance(v, bool): return "true" if v else "false"
    if isinstance(v, list): return [text(x) for x in v]
    if isinstance(v, dt.datetime) and v.tzinfo: v = v.astimezone(dt.timezone.utc)
    if isinstance(v, dt.datetime): return v.strftime("%Y-%m-%dT") + clock(v) + "Z"
    if isinstance(v, dt.date): return v.isoformat()
    if isinstance(v, dt.time): return clock(v)
    if isinstance(v, dt.timedelta): return str(v // dt.timedelta(milliseconds=1))
    if isinstance(v, D): return format(v, "f")
    if isinstance(v, bytes): return v.decode()
    if isinstance(v, float): return "" if v != v else str(int(v)) if v == int(v) else repr(v)
    return str(v)


when = lambda i: dt.datetime(1900, 1, 1) + dt.timedelta(seconds=rnd.randrange(0, 5_000_000_000))
lists = lambda f: some(lambda i: [None if rnd.random() < .2 else f() for _ in range(rnd.randrange(0, 4))], .2)
columns = {
    "name": pa.array(some(lambda i: word()), pa.string()),
    "unique": pa.array([f"mã {i * 7919 % N:06d}" for i in range(N)], pa.string()),
    "large": pa.array(some(lambda i: word() + str(i)), pa.large_string()),
    "view": pa.array(some(lambda i: word() + str(i % 7)), pa.string_view()),
    "blob": pa.array(some(lambda i: b"abc"), pa.binary()),
    "blob_view": pa.array(some(lambda i: b"0123456789abcdef" * (i % 3)), pa.binary_view()),
    "fixed": pa.array(some(lambda i: b"%03d" % (i % 1000)), pa.binary(3)),
    "all_null": pa.array([None] * N, pa.string()),
    "no_type": pa.nulls(N),
    "i8": pa.array(some(lambda i: rnd.randrange(-128, 128)), pa.int8()),
    "u16": pa.array(some(lambda i: rnd.randrange(0, 2**16)), pa.uint16()),
    "i64": pa.array(some(lambda i: rnd.randrange(-2**63, 2**63)), pa.int64()),
    "u64": pa.array(some(lambda i: rnd.randrange(0, 2**64)), pa.uint64()),
    "f16": pa.array(some(lambda i: rnd.randrange(-2000, 2000) / 8), pa.float16()),
    "f32": pa.array(some(lambda i: rnd.randrange(-2000, 2000) / 8), pa.float32()),
    "f64": pa.array(some(lambda i: rnd.choice([0.5, 79085012345.0, -1.25, 123456.789, float("nan")])), pa.float64()),
    "yes": pa.array(some(lambda i: rnd.random() < .5), pa.bool_()),
    "day": pa.array(some(lambda i: when(i).date()), pa.date32()),
    "day64": pa.array(some(lambda i: when(i).date()), pa.date64()),
    "time": pa.array(some(lambda i: when(i).time()), pa.time32("s")),
    "time64": pa.array(some(lambda i: dt.time(1, 2, 3, i)), pa.time64("us")),
    "ms": pa.array(some(when), pa.timestamp("ms")),
    "us": pa.array(some(lambda i: when(i) + dt.timedelta(microseconds=i)), pa.timestamp("us", tz="Asia/Ho_Chi_Minh")),
    "s": pa.array(some(when), pa.timestamp("s")),
    "lasts": pa.array(some(lambda i: dt.timedelta(milliseconds=i * 999)), pa.duration("ms")),
    "dec32": pa.array(some(lambda i: D(i) / 100), pa.decimal32(7, 2)),
    "dec64": pa.array(some(lambda i: D(-i * 10**9) / 1000), pa.decimal64(18, 3)),
    "dec128": pa.array(some(lambda i: D(i - 600) * 10**20 / 100), pa.decimal128(38, 2)),
    "dec256": pa.array(some(lambda i: D(i - 600) * 10**20 / 100), pa.decimal256(60, 4)),
    "dict": pa.array(some(lambda i: word()), pa.string()).dictionary_encode(),
    "dict_null": pa.DictionaryArray.from_arrays(pa.array(some(lambda i: i % 3), pa.int8()), pa.array(["a", None, "b"])),
    "dict_days": pa.array(some(lambda i: when(i % 3).date()), pa.date32()).dictionary_encode(),
    "list": pa.array(lists(word), pa.list_(pa.string())),
    "large_list": pa.array(lists(lambda: rnd.randrange(9)), pa.large_list(pa.int16())),
    "fixed_list": pa.array(some(lambda i: [word(), None]), pa.list_(pa.string(), 2)),
    "list_views": pa.array(lists(word), pa.list_(pa.string_view())),
    "uuid": pa.ExtensionArray.from_storage(pa.uuid(), pa.array(some(lambda i: uuid.UUID(int=rnd.getrandbits(128)).bytes), pa.binary(16))),
}
nested = {
    "struct": pa.array([{"a": i, "b": [word()]} for i in range(N)]),
    "map": pa.array(some(lambda i: [("k", i)]), pa.map_(pa.string(), pa.int64())),
    "runs": pa.RunEndEncodedArray.from_arrays([N // 2, N], ["x", "y"]),
    "union": pa.UnionArray.from_dense(pa.array([0, 1] * (N // 2), pa.int8()), pa.array([i // 2 for i in range(N)], pa.int32()), [pa.array(range(N)), pa.array(["x"] * N)]),
    "sparse": pa.UnionArray.from_sparse(pa.array([0, 1] * (N // 2), pa.int8()), [pa.array(range(N)), pa.array(["x"] * N)]),
    "list_view": pa.array(lists(word), pa.list_view(pa.string())),
    "dict_struct": pa.DictionaryArray.from_arrays(pa.array([0, 1] * (N // 2), pa.int8()), pa.array([{"q": "a"}, {"q": "b"}])),
    "interval": pa.array([pa.MonthDayNano([1, 2, 3])] * N),
    "lists_of_lists": pa.array([[["a"], []]] * N),
}


def expected(arrays):
    out = []
    for a in arrays:
        if isinstance(a, pa.ChunkedArray) and pa.types.is_dictionary(a.type):
            a = a.cast(a.type.value_type)
        out.append(text(a.to_pylist()))
    return out


def save(folder, name, table, how):
    how(os.path.join(folder, name))
    read = [f.name for f in table.schema if f.name not in nested]
    with open(os.path.join(folder, name + ".json"), "w") as f:
        json.dump({"Columns": table.schema.names, "Read": read, "Values": expected([table[c] for c in read])}, f)


def write(folder):
    both = pa.table({**columns, "after": pa.array(range(N), pa.int64()), **nested, "last": pa.array(range(N), pa.int64())})
    both = both.replace_schema_metadata({"who": "nobody"})
    flat = pa.table(columns)
    odd = pa.table({k: pa.concat_arrays([v[5:], v[:5]])[:-1].slice(1) if k not in ("dict", "dict_null", "dict_days") else v.slice(2) for k, v in columns.items()})

    def ipc(table, stream=False, size=None, **options):
        def how(path):
            new = pa.ipc.new_stream if stream else pa.ipc.new_file
            with new(path, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as w:
                w.write_table(table, max_chunksize=size)
        return how

    for codec in (None, "lz4", "zstd"):
        save(folder, f"file_{codec}.arrow", both, ipc(both, compression=codec, size=500))
        save(folder, f"stream_{codec}.arrows", both, ipc(both, stream=True, compression=codec, size=333))
        save(folder, f"one_{codec}.arrow", flat, ipc(flat, compression=codec))
        save(folder, f"sliced_{codec}.arrow", odd, ipc(odd, compression=codec, size=401))
        save(folder, f"feather_{codec}.feather", flat, lambda p: pa.feather.write_feather(flat, p, compression=codec or "uncompressed", chunksize=700))
    save(folder, "v4.arrow", flat, ipc(flat, metadata_version=pa.ipc.MetadataVersion.V4))
    empty = flat.slice(0, 0)
    save(folder, "empty.arrow", empty, ipc(empty))
    save(folder, "no_rows.arrows", empty, ipc(empty, stream=True))
    parts = [pa.array([f"tỉnh {k} {i % 9}" for i in range(100)]) for k in range(4)]
    for deltas in (False, True):  # a dictionary that grows, or is replaced
        batches = []
        for p in parts:
            d = pa.concat_arrays([batches[-1][0].dictionary, p.unique()]) if batches else p.unique()
            index = pa.array([d.to_pylist().index(v) for v in p.to_pylist()], pa.int32())
            batches.append(pa.record_batch([pa.DictionaryArray.from_arrays(index, d)], ["dict"]))
        table = pa.Table.from_batches(batches)

        def how(path, batches=batches, deltas=deltas):
            with pa.ipc.new_stream(path, batches[0].schema, options=pa.ipc.IpcWriteOptions(emit_dictionary_deltas=deltas)) as w:
                for b in batches:
                    w.write_batch(b)
        save(folder, f"deltas_{deltas}.arrows", table, how)
    # Null lists with elements under them, as the format allows.
    under = pa.ListArray.from_arrays(pa.array([0, 2, 4, 6], pa.int32()), pa.array(["a", "b", "c", "d", "e", "f"]), mask=pa.array([False, True, False]))
    under = pa.table({"under": under})
    save(folder, "under.arrow", under, ipc(under))
    write_polars(folder)


def write_polars(folder):
    try:
        import polars as pl
    except ImportError:
        return
    frame = pl.from_arrow(pa.table({k: columns[k] for k in ("name", "unique", "i64", "f64", "yes", "day", "us", "list")}))
    frame = frame.with_columns(pl.col("name").cast(pl.Categorical).alias("kind"))
    for codec in ("uncompressed", "lz4", "zstd"):
        save(folder, f"polars_{codec}.arrow", frame.to_arrow(), lambda p: frame.write_ipc(p, compression=codec))
        save(folder, f"polars_{codec}.arrows", frame.to_arrow(), lambda p: frame.write_ipc_stream(p, compression=codec))


def load(path):
    with open(path, "rb") as f:
        stream = f.read(6) != b"ARROW1"
    if stream:
        return list(pa.ipc.open_stream(path))
    r = pa.ipc.open_file(path)
    return [r.get_batch(i) for i in range(r.num_record_batches)]


def check(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".response"):
            old = os.path.join(folder, name.removesuffix(".response"))
            with open(old + ".added", "w") as f:
                json.dump(compare(load(old), load(old + ".response"), name), f)


def compare(a, b, name):
    assert len(a) == len(b), f"{name}: {len(a)} record batches became {len(b)}"
    out = []
    for x, y in zip(a, b):
        y.validate(full=True)
        n = x.num_columns
        assert x.schema.metadata == y.schema.metadata, f"{name}: other metadata"
        for i in range(n):
            field = x.schema.field(i)
            assert field.equals(y.schema.field(i), check_metadata=True), f"{name}: {field} became {y.schema.field(i)}"
            assert x.column(i).equals(y.column(i)) or str(x.column(i).to_pylist()) == str(y.column(i).to_pylist()), f"{name}: {field}"
        out.append([y.column(i).to_pylist() for i in range(n, y.num_columns)])
    return out


{"write": write, "check": check}[sys.argv[1]](*sys.argv[2:])
