"""The same join in Polars."""

from common import Clock, arguments
from pathlib import Path

import polars as pl

args, clock = arguments(), Clock()
people = pl.scan_parquet(args.register + "/*.parquet").select("personal_id")
files = [
    pl.scan_parquet(path, row_index_name="source_row").select(
        pl.lit(path.name).alias("source_file"), pl.col("source_row").cast(pl.Int64), "SO_CCCD"
    )
    for path in sorted(Path(args.bank).glob("*.parquet"))
]
links = pl.concat(files).join(people, left_on="SO_CCCD", right_on="personal_id")
links.select("source_file", "source_row", pl.col("SO_CCCD").alias("person_id")).sink_parquet(args.out)
clock.stage("link")
clock.done(["polars"])
