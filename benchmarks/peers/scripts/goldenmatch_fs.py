"""GoldenMatch with a probabilistic matchkey, trained once on a sample and then
used on everything: the model is learned on Polars frames of 20,000 rows and the
people who share a block with them, saved, and applied by match_df to Arrow
tables (its faster way)."""

import os

from common import Clock, arguments, connect

args, clock = arguments(), Clock()
os.environ.update({name: str(args.threads) for name in ("POLARS_MAX_THREADS", "RAYON_NUM_THREADS", "OMP_NUM_THREADS")})

import goldenmatch as gm
import pyarrow as pa
from goldenmatch.config.schemas import BlockingConfig, BlockingKeyConfig, GoldenMatchConfig, MatchkeyConfig, MatchkeyField

from prep import prepare, write_links

con = connect(args)
prepare(con, args, province=True)
columns = """number, card, name, given, CAST(born AS VARCHAR) AS born, CAST(born_year AS VARCHAR) AS born_year, gender, province"""
clock.stage("prep")

blocks = ([["number"], ["card"]] if args.numbers else []) + [["born", "given"], ["name", "born_year"]]
model = os.path.join(args.scratch, "goldenmatch-model.json")
if os.path.exists(model):
    os.remove(model)
fields = [
    MatchkeyField(field="name", scorer="jaro_winkler", levels=4, tf_adjustment=True),
    MatchkeyField(field="born", scorer="levenshtein", levels=3),
    MatchkeyField(field="gender", scorer="exact"),
    MatchkeyField(field="province", scorer="exact"),
]
if args.numbers:
    fields += [MatchkeyField(field=f, scorer="levenshtein", levels=3) for f in ("number", "card")]
config = GoldenMatchConfig(
    matchkeys=[MatchkeyConfig(name="person", type="probabilistic", fields=fields, link_threshold=0.3, review_threshold=0.3, model_path=model)],
    blocking=BlockingConfig(strategy="multi_pass", passes=[BlockingKeyConfig(fields=b) for b in blocks]),
)

# Training.
con.execute(f"CREATE VIEW l AS SELECT bank_id AS key, {columns} FROM bank; CREATE VIEW r AS SELECT person_id AS key, {columns} FROM people")
con.execute("CREATE TABLE sample AS FROM l USING SAMPLE reservoir(20000 ROWS) REPEATABLE (1)")
shared = " OR ".join(f"({', '.join(b)}) IN (SELECT ({', '.join(b)}) FROM sample)" for b in blocks)
def take(query):
    table = con.sql(query).to_arrow_table()
    return pa.table({c: table[c].cast(pa.string()) for c in table.column_names})
import polars as pl
gm.match_df(pl.from_arrow(take("FROM sample")), pl.from_arrow(take(f"FROM r WHERE {shared}")), config=config)
clock.stage("train")

# Everything, with the saved model.
left, right = take("FROM l"), take("FROM r")
matched = gm.match_df(left, right, config=config).matched
links = matched.select(["target_key", "ref_key", "__match_score__"])
con.register("links", links)
con.execute("""CREATE TABLE best AS
  SELECT CAST(target_key AS BIGINT) AS bank_id, max_by(ref_key, __match_score__) AS person_id, max(__match_score__) AS score FROM links GROUP BY 1""")
write_links(con, args, "FROM best")
clock.stage("link")
clock.done(["goldenmatch", "goldenmatch-native", "polars", "pyarrow"], cut=0)
