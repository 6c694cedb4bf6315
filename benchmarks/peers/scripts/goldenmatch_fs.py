"""GoldenMatch with a probabilistic matchkey, trained once on a sample and then
used on everything: the model is learned on Polars frames of 20,000 rows and the
people who share a block with them, saved, and applied by match_df to Arrow
tables, its faster way. Threads come from the environment."""

import os

import goldenmatch as gm
import polars as pl
import pyarrow as pa
from goldenmatch.config.schemas import BlockingConfig, BlockingKeyConfig, GoldenMatchConfig, MatchkeyConfig, MatchkeyField

from common import Clock, arguments, connect
from prep import prepare, write_links

args, clock = arguments(), Clock()
con = connect(args)
prepare(con, args, province=True)
columns = "number, card, name, given, born, born_year, gender, province"
con.execute(f"CREATE VIEW rows AS SELECT bank_id AS key, {columns} FROM bank")
con.execute(f"CREATE VIEW persons AS SELECT person_id AS key, {columns} FROM people")
clock.stage("prep")

blocks = [["born", "given"], ["name", "born_year"]]
fields = [
    MatchkeyField(field="name", scorer="jaro_winkler", levels=4, tf_adjustment=True),
    MatchkeyField(field="born", scorer="levenshtein", levels=3),
    MatchkeyField(field="gender", scorer="exact"),
    MatchkeyField(field="province", scorer="exact"),
]
if args.numbers:
    blocks += [["number"], ["card"]]
    fields += [MatchkeyField(field=f, scorer="levenshtein", levels=3) for f in ("number", "card")]
config = GoldenMatchConfig(
    matchkeys=[
        MatchkeyConfig(
            name="person", type="probabilistic", fields=fields, link_threshold=0.3, review_threshold=0.3,
            model_path=os.path.join(args.scratch, "model.json"),
        )
    ],
    blocking=BlockingConfig(strategy="multi_pass", passes=[BlockingKeyConfig(fields=b) for b in blocks]),
)


def table(query):
    """The result of a query with every column as text."""
    t = con.sql(query).to_arrow_table()
    return pa.table({c: t[c].cast(pa.string()) for c in t.column_names})


con.execute("CREATE TABLE sample AS FROM rows USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1)")
shared = " OR ".join(f"({', '.join(b)}) IN (SELECT ({', '.join(b)}) FROM sample)" for b in blocks)
gm.match_df(pl.from_arrow(table("FROM sample")), pl.from_arrow(table(f"FROM persons WHERE {shared}")), config=config)
clock.stage("train")

links = gm.match_df(table("FROM rows"), table("FROM persons"), config=config).matched.select(["target_key", "ref_key", "__match_score__"])
con.register("links", links)
best = """SELECT CAST(target_key AS BIGINT) AS bank_id, max_by(ref_key, __match_score__) AS person_id, max(__match_score__) AS score
  FROM links GROUP BY 1"""
write_links(con, args, best)
clock.stage("link")
clock.done(["goldenmatch", "goldenmatch-native", "polars", "pyarrow"], cut=0)
