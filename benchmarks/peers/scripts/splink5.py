"""Splink on DuckDB: --model library with the comparisons that its library
offers for names and dates, --model custom with levels of its own for Vietnamese
names and dates and more blocking rules. Trained without labels, as its guide
says; the best candidate of each row is the link."""

from common import Clock, arguments, connect
from prep import prepare, write_links

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

args, clock = arguments(model=["library", "custom"]), Clock()
con = connect(args)
prepare(con, args, province=True)
columns = "number, card, name, given, surname, born, born_year, gender, province"
con.execute(f"""
CREATE TABLE left_rows AS SELECT bank_id AS unique_id, {columns}, array_to_string(list_sort(string_split(name, ' ')), ' ') AS letters,
  CASE WHEN strlen(name) > 0 THEN surname || ' ' || given END AS ends FROM bank;
CREATE TABLE right_rows AS SELECT CAST(person_id AS BIGINT) AS unique_id, {columns}, array_to_string(list_sort(string_split(name, ' ')), ' ') AS letters,
  surname || ' ' || given AS ends FROM people""")
clock.stage("prep")


people = con.execute("SELECT count(*) FROM people").fetchall()[0][0]


def number(column):
    """Exact, one digit, else. Ten million random pairs hold hardly a pair with
    the same number, so that share is known and not estimated."""
    return custom(column, cll.ExactMatchLevel(column).configure(u_probability=1 / people, fix_u_probability=True), cll.LevenshteinLevel(column, 1))


def custom(column, *levels):
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[cll.NullLevel(column), *levels, cll.ElseLevel()],
    )


library = [cl.NameComparison("name"), cl.DateOfBirthComparison("born", input_is_string=False)]
own = [
    custom(
        "name",
        cll.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
        cll.CustomLevel("letters_l = letters_r", "the same words in another order"),
        cll.CustomLevel("ends_l = ends_r", "middle name dropped or added"),
        cll.LevenshteinLevel("name", 1),
        cll.JaroWinklerLevel("name", 0.92),
        cll.CustomLevel("given_l = given_r", "same given name"),
        cll.JaroWinklerLevel("name", 0.8),
    ),
    cl.CustomComparison(
        output_column_name="born",
        comparison_levels=[
            cll.NullLevel("born_year"),
            cll.ExactMatchLevel("born"),
            cll.CustomLevel("born_year_l = born_year_r AND day(born_l) = month(born_r) AND month(born_l) = day(born_r)", "day and month swapped"),
            cll.CustomLevel("born_year_l = born_year_r AND (born_l IS NULL OR born_r IS NULL)", "same year, day unknown"),
            cll.CustomLevel("levenshtein(CAST(born_l AS VARCHAR), CAST(born_r AS VARCHAR)) <= 1", "one digit"),
            cll.CustomLevel("born_year_l = born_year_r", "same year"),
            cll.ElseLevel(),
        ],
    ),
]
with_numbers = [number("number"), number("card")] if args.numbers else []
rules = [block_on("number"), block_on("card")] if args.numbers else []
rules += [block_on("born", "given"), block_on("name", "born_year")]
if args.model == "custom":
    rules += [block_on("born", "surname"), block_on("name", "province"), block_on("surname", "given", "born_year", "province")]

settings = SettingsCreator(
    link_type="link_only",
    comparisons=(own if args.model == "custom" else library) + [cl.ExactMatch("gender"), cl.ExactMatch("province")] + with_numbers,
    blocking_rules_to_generate_predictions=rules,
    retain_matching_columns=False,
)
api = DuckDBAPI(con)
linker = Linker([api.register("left_rows", dataset_display_name="l_bank"), api.register("right_rows", dataset_display_name="r_people")], settings, log_level=None)
training = linker.training
certain = [block_on("number", "name")] if args.numbers else []
training.estimate_probability_two_random_records_match(certain + [block_on("name", "born", "gender")], recall=0.85)
training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
sessions = [block_on("number"), block_on("name", "born")] if args.numbers else [block_on("born"), block_on("name", "province", "gender")]
for rule in sessions:
    training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=5e6)
clock.stage("train")
predictions = linker.inference.predict(threshold_match_probability=0.001)
con.execute(f"""CREATE TABLE best AS
  SELECT unique_id_l AS bank_id, lpad(CAST(max_by(unique_id_r, match_weight) AS VARCHAR), 12, '0') AS person_id, max(match_probability) AS score
  FROM {predictions.physical_name} GROUP BY 1""")
pairs = con.execute(f"SELECT count(*) FROM {predictions.physical_name}").fetchall()[0][0]
write_links(con, args, "FROM best")
clock.stage("link")
clock.done(["splink", "duckdb"], pairs_above=pairs, cut=0.95)
