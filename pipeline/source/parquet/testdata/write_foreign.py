"""Writes invented Parquet files with every writer that is there (pyarrow always; DuckDB, Polars and
fastparquet where they are installed), and what their cells are as text: write_foreign.py FOLDER

index.json lists the files: file, damage (whether to try it damaged), and either expect (a file with
columns and values) or error (a part of the message). A column whose values are null is one that is
listed without being read."""
import datetime as dt, decimal, json, os, random, sys, uuid
import pyarrow as pa, pyarrow.parquet as pq
import cells

folder = sys.argv[1]
rnd = random.Random(7)
N = 1200
D = decimal.Decimal
index = []


def expect(name, t):
    cells.expect(os.path.join(folder, name), t)
    return name


def path(name): return os.path.join(folder, name + ".parquet")


def done(name, expected, damage=False):
    index.append({"file": name + ".parquet", "expect": expected, "damage": damage})


def refused(name, error): index.append({"file": name + ".parquet", "error": error})


def read_back(name, damage=False):
    """For writers with types of their own: what another reader says."""
    done(name, expect(name + ".json", pq.ParquetFile(path(name)).read()), damage)


# The rows.


def some(f, nulls=0.1, n=N):
    return [None if rnd.random() < nulls else f(i) for i in range(n)]


def word():
    return rnd.choice(["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "", "H'Rin", "x" * 40])


when = lambda i: dt.datetime(1900, 1, 1) + dt.timedelta(seconds=rnd.randrange(0, 5_000_000_000))
lists = lambda f: some(lambda i: [None if rnd.random() < .2 else f() for _ in range(rnd.randrange(0, 4))], .2)
columns = {
    "name": pa.array(some(lambda i: word()), pa.string()),
    "unique": pa.array([f"mã {i * 7919 % N:06d}" for i in range(N)], pa.string()),
    "large": pa.array(some(lambda i: word() + str(i)), pa.large_string()),
    "view": pa.array(some(lambda i: word() + str(i)), pa.string_view()),
    "category": pa.array(some(lambda i: rnd.choice(["Nam", "Nữ"])), pa.string()).dictionary_encode(),
    "blob": pa.array(some(lambda i: b"abc"), pa.binary()),
    "four": pa.array(some(lambda i: b"%04d" % i), pa.binary(4)),
    "all_null": pa.array([None] * N, pa.string()),
    "no_type": pa.nulls(N),
    "constant": pa.array(["Nam"] * N, pa.string()),
    "i8": pa.array(some(lambda i: rnd.randrange(-100, 100)), pa.int8()),
    "i16": pa.array(some(lambda i: rnd.randrange(-2**15, 2**15)), pa.int16()),
    "i32": pa.array(some(lambda i: rnd.randrange(-2**31, 2**31)), pa.int32()),
    "i64": pa.array(some(lambda i: rnd.randrange(-2**63, 2**63)), pa.int64()),
    "u8": pa.array(some(lambda i: rnd.randrange(0, 2**8)), pa.uint8()),
    "u16": pa.array(some(lambda i: rnd.randrange(0, 2**16)), pa.uint16()),
    "u32": pa.array(some(lambda i: rnd.randrange(0, 2**32)), pa.uint32()),
    "u64": pa.array(some(lambda i: rnd.randrange(0, 2**64)), pa.uint64()),
    "sequence": pa.array(range(N), pa.int64()),
    "f16": pa.array(some(lambda i: rnd.choice([0.5, -2.25, 7.0])), pa.float16()),
    "f32": pa.array(some(lambda i: rnd.choice([0.5, 1234567.0, -1.25, float("nan")])), pa.float32()),
    "f64": pa.array(some(lambda i: rnd.choice([0.5, 79085012345.0, -1.25, 123456.789, float("nan"), 1e15, 0.0001])), pa.float64()),
    "yes": pa.array(some(lambda i: rnd.random() < .5), pa.bool_()),
    "truth": pa.array([i % 3 == 0 for i in range(N)], pa.bool_()),
    "day": pa.array(some(lambda i: dt.date(1900, 1, 1) + dt.timedelta(days=rnd.randrange(0, 60000))), pa.date32()),
    "day64": pa.array(some(lambda i: dt.date(1900, 1, 1) + dt.timedelta(days=rnd.randrange(0, 60000))), pa.date64()),
    "s": pa.array(some(when), pa.timestamp("s")),
    "ms": pa.array(some(when), pa.timestamp("ms")),
    "us": pa.array(some(lambda i: when(i) + dt.timedelta(microseconds=rnd.randrange(0, 10**6))), pa.timestamp("us", tz="UTC")),
    "local": pa.array(some(when), pa.timestamp("us", tz="Asia/Ho_Chi_Minh")),
    "ns": pa.array(some(lambda i: 10**9 * i * 86413 - 5 * 10**17 + i * 1001), pa.timestamp("ns")),
    "clock": pa.array(some(lambda i: dt.time(i % 24, i % 60, i % 60, i)), pa.time64("us")),
    "clock_ms": pa.array(some(lambda i: dt.time(i % 24, i % 60, i % 60, i * 1000 % 10**6)), pa.time32("ms")),
    "clock_ns": pa.array(some(lambda i: i * 72 * 10**9 % (86400 * 10**9) + i * 7), pa.time64("ns")),
    "span": pa.array(some(lambda i: dt.timedelta(seconds=i)), pa.duration("us")),
    "dec_small": pa.array(some(lambda i: D(rnd.randrange(-10**8, 10**8)).scaleb(-2)), pa.decimal128(9, 2)),
    "dec_mid": pa.array(some(lambda i: D(rnd.randrange(-10**14, 10**14)).scaleb(-3)), pa.decimal128(18, 3)),
    "dec_big": pa.array(some(lambda i: D(rnd.randrange(-10**25, 10**25)).scaleb(-5)), pa.decimal128(28, 5)),
    "dec_huge": pa.array(some(lambda i: D(rnd.randrange(-10**50, 10**50)).scaleb(-6, decimal.Context(prec=76))), pa.decimal256(60, 6)),
    "dec_id": pa.array(some(lambda i: D(79085012345)), pa.decimal128(12, 0)),
    "words": pa.array(lists(word), pa.list_(pa.string())),
    "numbers": pa.array(lists(lambda: rnd.randrange(0, 50)), pa.list_(pa.int64())),
    "large_list": pa.array(lists(word), pa.large_list(pa.string())),
    "pairs": pa.array([[f"a{i}", f"b{i % 7}"] for i in range(N)], pa.list_(pa.string(), 2)),
    "long_lists": pa.array([[str(j) for j in range(rnd.choice([0, 1, 900]) if i % 300 == 0 else 1)] for i in range(N)], pa.list_(pa.string())),
    "parent": pa.array(some(lambda i: {"a": i if i % 5 else None, "b": word(), "in": {"c": f"c{i % 9}", "d": [str(i)] * (i % 3)}}, .2),
                       pa.struct([("a", pa.int64()), ("b", pa.string()), ("in", pa.struct([("c", pa.string()), ("d", pa.list_(pa.string()))]))])),
    "map": pa.array(some(lambda i: [("k", str(i))]), pa.map_(pa.string(), pa.string())),
    "deep": pa.array(some(lambda i: [{"x": i}]), pa.list_(pa.struct([("x", pa.int64())]))),
}
table = pa.table(columns)
everything = expect("everything.json", table)


def write(name, t=None, damage=True, **o):
    o.setdefault("compression", "snappy")
    pq.write_table(table if t is None else t, path(name), **o)
    done(name, everything if t is None else expect(name + ".json", t), damage)


# pyarrow, which is what pandas writes with: codec × pages × encoding.
ints = ["i32", "i64", "sequence", "day", "us", "u32", "dec_int"]
texts = ["name", "unique", "large", "blob"]
split = ["i32", "i64", "f16", "f32", "f64", "dec_big", "four"]
small = table.slice(0, 400).append_column("dec_int", table["dec_small"].slice(0, 400))
matrix = {
    "dictionary": (small, {}),
    "plain": (small, {"use_dictionary": False}),
    "delta": (small.select(ints + texts), {"column_encoding": {**{c: "DELTA_BINARY_PACKED" for c in ints}, **{c: "DELTA_BYTE_ARRAY" for c in texts}}, "store_decimal_as_integer": True}),
    "delta_length": (small.select(texts), {"column_encoding": {c: "DELTA_LENGTH_BYTE_ARRAY" for c in texts}}),
    "delta_fixed": (small.select(["four", "dec_big", "dec_huge"]), {"column_encoding": {c: "DELTA_BYTE_ARRAY" for c in ["four", "dec_big", "dec_huge"]}}),
    "split": (small.select(split), {"column_encoding": {c: "BYTE_STREAM_SPLIT" for c in split}}),
    "rle": (small.select(["yes", "truth"]), {"column_encoding": {c: "RLE" for c in ["yes", "truth"]}}),
}
expected = {k: expect(f"matrix_{k}.json", t) for k, (t, _) in matrix.items()}
for k, (t, o) in matrix.items():
    for codec in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
        for pages in ["1.0", "2.0"]:
            name = f"pyarrow_{k}_{codec}_{pages[0]}"
            pq.write_table(t, path(name), compression=codec, data_page_version=pages, data_page_size=2048, write_batch_size=100,
                           **({"use_dictionary": False} if "column_encoding" in o else {}), **o)
            done(name, expected[k])

write("v2_pages", data_page_version="2.0", compression="zstd")
write("small_pages", data_page_size=512, write_batch_size=64)
write("small_pages_v2", data_page_size=512, write_batch_size=64, data_page_version="2.0")
write("groups", row_group_size=777)
write("tiny_groups", row_group_size=97, data_page_size=256, write_batch_size=16)
write("no_dictionary", use_dictionary=False, data_page_size=4096, compression="none")
write("dictionary_overflows", dictionary_pagesize_limit=700, data_page_size=1024, write_batch_size=32)
write("checksums", write_page_checksum=True, data_page_size=2048)
write("page_index", write_page_index=True, data_page_size=2048)
write("no_statistics", write_statistics=False, store_schema=False)
write("sorted", sorting_columns=[pq.SortingColumn(1)], write_page_index=True)
write("version_1", version="1.0", t=table.drop_columns(["f16", "ns", "clock_ns"]))
write("int96", t=table.select(["s", "ms", "us", "ns", "local"]), use_deprecated_int96_timestamps=True)
write("old_lists", t=table.select(["words", "numbers", "large_list"]), use_compliant_nested_type=False)
write("empty", table.slice(0, 0))
write("one_row", table.slice(17, 1))
write("required", pa.table({"a": ["x"] * N, "b": [str(i) for i in range(N)]}, schema=pa.schema([pa.field("a", pa.string(), False), pa.field("b", pa.string(), False)])))
write("same_names", pa.Table.from_arrays([table["name"], table["unique"], table["name"]], names=["a", "a", ""]))
write("no_columns", pa.table({}), damage=False)
write("large_values", pa.table({"a": ["x" * 300_000, None, "y"] * 3}), damage=False, use_dictionary=False, compression="brotli")
write("uuid", pa.table({"id": pa.array([uuid.UUID(int=i << 90 | i).bytes for i in range(50)], pa.binary(16)).cast(pa.uuid()) if hasattr(pa, "uuid") else ["x"]}))
with pq.ParquetWriter(path("no_groups"), table.schema) as w: pass
done("no_groups", expect("no_groups.json", table.slice(0, 0)))
b = open(path("groups"), "rb").read()
open(path("bytes_behind"), "wb").write(b + b"\n")
refused("bytes_behind", "does not end with PAR1")

try:
    import pyarrow.parquet.encryption as pe
except ImportError:
    pe = None
if pe:
    class Keys(pe.KmsClient):
        def __init__(self, config): super().__init__()
        def wrap_key(self, key, master): return (b"k" + key).hex()
        def unwrap_key(self, key, master): return bytes.fromhex(key)[1:]
    for plain in [False, True]:
        conf = pe.EncryptionConfiguration(footer_key="f", column_keys={"c": ["unique"]}, plaintext_footer=plain, double_wrapping=False)
        props = pe.CryptoFactory(lambda c: Keys(c)).file_encryption_properties(pe.KmsConnectionConfig(), conf)
        name = "encrypted_columns" if plain else "encrypted_footer"
        with pq.ParquetWriter(path(name), table.schema, encryption_properties=props) as w: w.write_table(table)
        refused(name, "the file is encrypted")

try:
    import duckdb
except ImportError:
    duckdb = None
if duckdb:
    duckdb.sql("SET TimeZone='UTC'")
    common = ["name", "unique", "i32", "i64", "u8", "u32", "u64", "f32", "yes", "day", "us", "s", "ms", "clock", "dec_mid", "dec_big", "words", "parent", "deep", "f64"]
    t = table.select(common)
    expected["duckdb"] = expect("duckdb.json", t)
    for version in ["V1", "V2"]:
        for codec in ["snappy", "zstd", "lz4_raw", "uncompressed", "gzip", "brotli"]:
            name = f"duckdb_{version}_{codec}"
            duckdb.sql(f"COPY t TO '{path(name)}' (FORMAT parquet, COMPRESSION '{codec}', PARQUET_VERSION '{version}', ROW_GROUP_SIZE 2048)")
            done(name, expected["duckdb"], damage=codec in ["zstd", "uncompressed"])
    duckdb.sql(f"""COPY (SELECT i::HUGEINT AS huge, ['Nam','Nữ'][i % 2 + 1]::ENUM('Nam','Nữ') AS choice, ('{{"a":' || i || '}}')::JSON AS doc,
        uuid_from_text AS id, i::UTINYINT AS tiny, (i || '')::BLOB AS blob, TIMESTAMP '1999-12-31 23:59:59' + to_days(i::INT) AS ts,
        (TIMESTAMP_NS '1999-12-31 23:59:59.123456789') AS ns, map(['k'], [i]) AS m, [[i]] AS deep, i / 4.0 AS quarter
        FROM (SELECT i, ('00000000-0000-4000-8000-' || lpad(i || '', 12, '0'))::UUID AS uuid_from_text FROM range(200) r(i))) TO '{path("duckdb_types")}' (FORMAT parquet)""")
    read_back("duckdb_types", damage=True)

try:
    import polars as pl
except ImportError:
    pl = None
if pl:
    p = pl.from_arrow(table.drop_columns(["map", "f16", "dec_huge", "no_type", "four", "pairs", "view"]))
    for codec in ["uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"]:
        p.write_parquet(path("polars_" + codec), compression=codec, row_group_size=500, data_page_size=4096)
        read_back("polars_" + codec, damage=codec == "zstd")

try:
    import fastparquet
except ImportError:
    fastparquet = None
if fastparquet:
    frame = table.select(["name", "unique", "i8", "i32", "sequence", "u32", "f64", "yes", "truth", "us", "ms"]).to_pandas()
    frame["category"] = frame["name"].astype("category")
    for codec in [None, "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4_RAW", "LZ4"]:
        for times in ["int64", "int96"]:
            name = f"fastparquet_{codec}_{times}".lower()
            try: fastparquet.write(path(name), frame, compression=codec, times=times, row_group_offsets=700, write_index=False)
            except Exception as e: print(name, "cannot be written:", str(e)[:80]); continue
            read_back(name, damage=codec == "GZIP")

json.dump(index, open(os.path.join(folder, "index.json"), "w"))
