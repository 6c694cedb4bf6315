"""Writes invented Parquet files with pyarrow (and DuckDB where it is there), and beside each the text
its cells are expected to have: write_foreign.py FOLDER"""
import datetime as dt, decimal, json, os, random, sys
import pyarrow as pa, pyarrow.parquet as pq

folder = sys.argv[1]
rnd = random.Random(7)
N = 1200
D = decimal.Decimal


def some(f, nulls=0.1):
    return [None if rnd.random() < nulls else f(i) for i in range(N)]


def word():
    return rnd.choice(["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "", "H'Rin", "x" * 40])


def stamp(v):
    s = v.strftime("%Y-%m-%dT%H:%M:%S")
    return s + (("." + f"{v.microsecond:06d}".rstrip("0")) if v.microsecond else "") + "Z"


def text(v):
    if v is None: return None
    if isinstance(v, bool): return "true" if v else "false"
    if isinstance(v, list): return [text(x) for x in v]
    if isinstance(v, dt.datetime): return stamp(v)
    if isinstance(v, dt.date): return v.isoformat()
    if isinstance(v, dt.time): return v.strftime("%H:%M:%S") + ((f".{v.microsecond:06d}".rstrip("0")) if v.microsecond else "")
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
    "blob": pa.array(some(lambda i: b"abc"), pa.binary()),
    "all_null": pa.array([None] * N, pa.string()),
    "no_type": pa.nulls(N),
    "constant": pa.array(["Nam"] * N, pa.string()),
    "small": pa.array(some(lambda i: rnd.randrange(-100, 100)), pa.int8()),
    "i32": pa.array(some(lambda i: rnd.randrange(-2**31, 2**31)), pa.int32()),
    "i64": pa.array(some(lambda i: rnd.randrange(-2**63, 2**63)), pa.int64()),
    "u32": pa.array(some(lambda i: rnd.randrange(0, 2**32)), pa.uint32()),
    "u64": pa.array(some(lambda i: rnd.randrange(0, 2**64)), pa.uint64()),
    "sequence": pa.array(range(N), pa.int64()),
    "f64": pa.array(some(lambda i: rnd.choice([0.5, 79085012345.0, -1.25, 123456.789, float("nan")])), pa.float64()),
    "yes": pa.array(some(lambda i: rnd.random() < .5), pa.bool_()),
    "truth": pa.array([i % 3 == 0 for i in range(N)], pa.bool_()),
    "day": pa.array(some(lambda i: dt.date(1900, 1, 1) + dt.timedelta(days=rnd.randrange(0, 60000))), pa.date32()),
    "ms": pa.array(some(when), pa.timestamp("ms")),
    "us": pa.array(some(lambda i: when(i) + dt.timedelta(microseconds=rnd.randrange(0, 10**6))), pa.timestamp("us", tz="UTC")),
    "ns": pa.array(some(lambda i: dt.datetime(1980, 1, 1) + dt.timedelta(seconds=i)), pa.timestamp("ns")),
    "clock": pa.array(some(lambda i: dt.time(i % 24, i % 60, i % 60, i)), pa.time64("us")),
    "dec_small": pa.array(some(lambda i: D(rnd.randrange(-10**8, 10**8)).scaleb(-2)), pa.decimal128(9, 2)),
    "dec_mid": pa.array(some(lambda i: D(rnd.randrange(-10**14, 10**14)).scaleb(-3)), pa.decimal128(18, 3)),
    "dec_big": pa.array(some(lambda i: D(rnd.randrange(-10**25, 10**25)).scaleb(-5)), pa.decimal128(28, 5)),
    "dec_id": pa.array(some(lambda i: D(79085012345)), pa.decimal128(12, 0)),
    "words": pa.array(lists(word), pa.list_(pa.string())),
    "numbers": pa.array(lists(lambda: rnd.randrange(0, 50)), pa.list_(pa.int64())),
    "long_lists": pa.array([[str(j) for j in range(rnd.choice([0, 1, 900]) if i % 300 == 0 else 1)] for i in range(N)], pa.list_(pa.string())),
}
table = pa.table(columns)


def done(name, t):
    rows = {c: [text(v) for v in t[c].to_pylist()] for c in t.column_names}
    json.dump({"columns": list(rows), "values": list(rows.values())}, open(os.path.join(folder, name + ".json"), "w"))


def write(name, t=table, **o):
    pq.write_table(t, os.path.join(folder, name + ".parquet"), **o)
    done(name, t)


for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
    write("codec_" + codec, compression=codec)
write("v2_pages", data_page_version="2.0", compression="zstd")
write("v2_plain", data_page_version="2.0", use_dictionary=False, compression="none")
write("small_pages", data_page_size=512, write_batch_size=64)
write("small_pages_v2", data_page_size=512, write_batch_size=64, data_page_version="2.0")
write("groups", row_group_size=777)
write("tiny_groups", row_group_size=97, data_page_size=256, write_batch_size=16)
write("no_dictionary", use_dictionary=False, data_page_size=4096)
write("dictionary_overflows", dictionary_pagesize_limit=700, data_page_size=1024, write_batch_size=32)
write("checksums", write_page_checksum=True, data_page_size=2048)
write("page_index", write_page_index=True, data_page_size=2048)
write("old_version", version="1.0", use_deprecated_int96_timestamps=True, use_compliant_nested_type=False)
ints, texts = ["i32", "i64", "sequence", "day", "us"], ["name", "unique"]
flat = table.select(ints + texts)
write("delta", flat, use_dictionary=False, column_encoding={**{c: "DELTA_BINARY_PACKED" for c in ints}, **{c: "DELTA_BYTE_ARRAY" for c in texts}}, data_page_size=4096)
write("delta_length", table.select(texts), use_dictionary=False, column_encoding={c: "DELTA_LENGTH_BYTE_ARRAY" for c in texts}, data_page_size=4096)
split = ["i32", "i64", "f64", "dec_big"]
write("split_streams", table.select(split), use_dictionary=False, column_encoding={c: "BYTE_STREAM_SPLIT" for c in split})
write("empty", table.slice(0, 0))
write("one_row", table.slice(17, 1))
write("no_columns_null", pa.table({"a": pa.array(["x"] * N, pa.string()), "b": pa.array([str(i) for i in range(N)])}, schema=pa.schema([pa.field("a", pa.string(), False), pa.field("b", pa.string(), False)])))

try:
    import duckdb
except ImportError:
    sys.exit(0)
columns = ["name", "unique", "i32", "i64", "u32", "yes", "day", "us", "dec_mid", "dec_big", "words", "clock", "f64"]
t = table.select(columns)
for version in ["V1", "V2"]:
    for codec in ["snappy", "zstd", "lz4_raw", "uncompressed"]:
        name = f"duckdb_{version}_{codec}"
        duckdb.sql("SET TimeZone='UTC'")
        duckdb.sql(f"COPY t TO '{folder}/{name}.parquet' (FORMAT parquet, COMPRESSION '{codec}', PARQUET_VERSION '{version}', ROW_GROUP_SIZE 2048)")
        done(name, t)
