"""What every peer shares: its arguments, DuckDB with the same limits, and the
one line of JSON in which it tells how long it took."""

import argparse
import json
import time
from importlib.metadata import version


def arguments(**more):
    """--register and --bank are folders of Parquet, --out a Parquet file of
    links (source_file, source_row, person_id, score, other_owner)."""
    p = argparse.ArgumentParser()
    for name in ("register", "bank", "out", "provinces", "scratch"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--threads", type=int, required=True)
    p.add_argument("--memory-gb", type=int, required=True)
    p.add_argument("--numbers", type=int, default=1, help="0: the file has no number at all")
    for name, choices in more.items():
        p.add_argument("--" + name, choices=choices, default=choices[0])
    return p.parse_args()


def connect(args):
    """A DuckDB in memory with the threads and the memory of the comparison."""
    import duckdb

    con = duckdb.connect()
    con.execute(f"SET threads = {args.threads}")
    con.execute(f"SET memory_limit = '{args.memory_gb * 8 // 10}GB'")  # of the process, some is Python's
    con.execute(f"SET temp_directory = '{args.scratch}'")
    con.execute("SET preserve_insertion_order = false")
    return con


class Clock:
    """Times the stages; done() prints what the driver keeps."""

    def __init__(self):
        self.last, self.stages = time.perf_counter(), {}

    def stage(self, name):
        now = time.perf_counter()
        self.stages[name + "_s"], self.last = round(now - self.last, 3), now

    def done(self, packages, **more):
        print(json.dumps({**self.stages, "versions": {p: version(p) for p in packages}, **more}))
