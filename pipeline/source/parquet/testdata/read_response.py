"""Reads responses with the programs that are here. On stdin: a list of [file, its response]."""
import json, sys
import pyarrow as pa, pyarrow.parquet as pq
import duckdb

try: import polars as pl
except ImportError: pl = None
try: import fastparquet
except ImportError: fastparquet = None

added = {
    "kết quả": lambda i: ["verified", "corrected", "rejected"][i % 3],
    "reasons": lambda i: None if i % 4 == 0 else f"lý do {i % 97}",
    "số đúng": lambda i: None if i % 10 != 3 else f"{i:012d}",
    "nothing": lambda i: None,
    "long": lambda i: f"dòng {i} " + "x" * 50,
}
wrong, read = [], {}
duckdb.sql("SET TimeZone='UTC'")


def try_(reader, file, check):
    """Whoever reads the file reads the response, and finds it right."""
    try: before = reader(file[0])
    except Exception: return
    try:
        problem = check(before, reader(file[1]))
    except Exception as e:
        problem = f"{type(e).__name__}: {str(e)[:300]}"
    if problem: wrong.append(f"{file[1]}: {reader.__name__}: {problem}")
    read[reader.__name__] = read.get(reader.__name__, 0) + 1


def pyarrow(name): return pq.ParquetFile(name, page_checksum_verification=True).read()


def check_pyarrow(before, after):
    n = before.num_columns
    if not before.schema.equals(after.schema, check_metadata=False) and not before.schema.equals(pa.schema(list(after.schema)[:n])):
        return f"schema {before.schema} became {after.schema}"
    if [f.name for f in after.schema][n:] != list(added) or any(f.type != pa.string() for f in list(after.schema)[n:]):
        return f"added {list(after.schema)[n:]}"
    own = after.select(range(n))
    if own.num_rows != before.num_rows and n: return "rows"
    for i in range(n):
        a, b = before.column(i), own.column(i)
        if not a.equals(b) and repr(a.to_pylist()) != repr(b.to_pylist()): return f"column {before.column_names[i]}"
    for k, f in enumerate(added.values()):
        if after.column(n + k).to_pylist() != [f(i) for i in range(after.num_rows)]: return f"added column {k}"
    spark = b"org.apache.spark.sql.parquet.row.metadata"
    a, b = (before.schema.metadata or {}), (after.schema.metadata or {})
    if spark in a and [f["name"] for f in json.loads(b[spark])["fields"]] != after.column_names: return "Spark's schema"
    if {**a, spark: 0} != {**b, spark: 0}: return f"metadata {a} became {b}"


def pandas(name): return pyarrow(name).to_pandas()


def check_pandas(before, after):
    if list(after.columns) != list(before.columns) + list(added) or len(after) != len(before) and len(before.columns): return "columns"
    if list(after.dtypes)[:len(before.columns)] != list(before.dtypes): return f"types {after.dtypes}"
    if not before.index.equals(after.index) and len(before.columns): return "index"


def duck(name):
    t = duckdb.sql(f"SELECT * FROM read_parquet('{name}')")
    return t.columns, t.types, t.select("COLUMNS(*)::VARCHAR").fetchall()


def check_duck(before, after):
    (_, old_types, a), (columns, types, b) = before, after
    n = len(old_types)
    if types[:n] != old_types or [str(t) for t in types[n:]] != ["VARCHAR"] * len(added): return f"types {types}"
    if columns[n:] != list(added): return f"columns {columns}"
    if a != [r[:n] for r in b]: return "rows"
    for i, r in enumerate(b):
        if r[n:] != tuple(f(i) for f in added.values()): return f"row {i}"


def polars(name): return pl.read_parquet(name)


def check_polars(before, after):
    n = before.width
    if list(before.schema.items()) != list(after.schema.items())[:n] or after.columns[n:] != list(added): return f"schema {after.schema}"
    if not before.equals(after[:, :n]): return "columns"
    for name, f in added.items():
        if after[name].to_list() != [f(i) for i in range(after.height)]: return f"added column {name}"


def fast(name): return fastparquet.ParquetFile(name).to_pandas()


def check_fast(before, after):
    for name, f in added.items():
        if [v if isinstance(v, str) else None for v in after[name]] != [f(i) for i in range(len(after))]: return f"added column {name}"


# fastparquet is only asked for its own files: on others it fails, sometimes with the whole process.
for file in json.load(sys.stdin):
    try_(pyarrow, file, check_pyarrow)
    try_(pandas, file, check_pandas)
    try_(duck, file, check_duck)
    if pl: try_(polars, file, check_polars)
    if fastparquet and "fastparquet" in file[0]: try_(fast, file, check_fast)
print("responses read:", read)
if wrong or not read.get("pyarrow") or not read.get("duck"):
    print("\n".join(wrong))
    sys.exit(1)
