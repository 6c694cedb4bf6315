"""What the cells of a Parquet file are as text, said with pyarrow."""
import datetime as dt, decimal, json
import pyarrow as pa

D = decimal.Decimal


def fraction(digits): return ("." + digits.rstrip("0")) if digits.strip("0") else ""


def clock(v): return v.strftime("%H:%M:%S") + fraction(f"{v.microsecond:06d}")


def stamp(v):
    if v.tzinfo: v = v.astimezone(dt.timezone.utc)
    return f"{v.year:04d}" + v.strftime("-%m-%dT") + clock(v) + "Z"


def nanos(v):
    return stamp(dt.datetime(1970, 1, 1) + dt.timedelta(seconds=v // 10**9))[:-1] + fraction(f"{v % 10**9:09d}") + "Z"


def text(v):
    if v is None: return None
    if isinstance(v, bool): return "true" if v else "false"
    if isinstance(v, list): return [text(x) for x in v]
    if isinstance(v, dt.datetime): return stamp(v)
    if isinstance(v, dt.date): return v.isoformat()
    if isinstance(v, dt.time): return clock(v)
    if isinstance(v, dt.timedelta): return str(v // dt.timedelta(microseconds=1))
    if isinstance(v, D): return format(v, "f")
    if isinstance(v, bytes): return v.decode()
    if isinstance(v, float): return "" if v != v else str(int(v)) if v == int(v) else repr(v)
    return str(v)


def cells(name, col):
    """The columns that a column becomes: (name, values or None)."""
    t = col.type
    if pa.types.is_struct(t) and t.num_fields:
        for f in t:
            inner = [None if v is None else v[f.name] for v in col.to_pylist()]
            yield from cells(f"{name}.{f.name}", pa.chunked_array([pa.array(inner, f.type)]))
    elif pa.types.is_map(t) or pa.types.is_struct(t) or hasattr(t, "value_field") and pa.types.is_nested(t.value_type):
        yield name, None
    elif pa.types.is_timestamp(t) and t.unit == "ns":
        yield name, [None if v is None else nanos(v) for v in col.cast(pa.int64()).to_pylist()]
    elif pa.types.is_time(t) and t.unit == "ns":
        yield name, [None if v is None else nanos(v)[11:-1] for v in col.cast(pa.int64()).to_pylist()]
    else:
        yield name, [text(v) for v in col.to_pylist()]


def expect(path, t, unreadable=()):
    """Writes the rows, columns and cells of a table to a JSON file."""
    rows = [c for i, n in enumerate(t.column_names) for c in cells(n, t.column(i))]
    with open(path, "w") as f:
        json.dump({"rows": t.num_rows, "columns": [n for n, _ in rows], "values": [None if n in unreadable else v for n, v in rows]}, f, ensure_ascii=False)
