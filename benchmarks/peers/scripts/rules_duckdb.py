"""The SQL that a good data team writes: candidates by number, old number, and
name with birth date; points; a row is linked when name and birth date agree, or
a number with one of the two, unless two people are equally good or the row's
number is somebody else's. With --fuzzy jw also everybody of the same birth date
whose name is alike by Jaro-Winkler; cut at the similarity."""

from common import Clock, arguments, connect
from prep import prepare, write_links

args, clock = arguments(fuzzy=["no", "jw"]), Clock()
con = connect(args)
prepare(con, args)
clock.stage("prep")
con.execute("CREATE TABLE cards AS SELECT unnest(cards) AS card, person_id FROM people")
alike = """
  UNION SELECT b.bank_id, p.person_id FROM bank b JOIN people p ON b.born = p.born
  WHERE (b.gender = p.gender OR b.gender IS NULL) AND jaro_winkler_similarity(b.name, p.name) >= 0.8"""
con.execute(f"""
CREATE TABLE candidates AS
  SELECT b.bank_id, p.person_id FROM bank b JOIN people p ON b.number = p.number
  UNION SELECT b.bank_id, c.person_id FROM bank b JOIN cards c ON b.card = c.card
  UNION SELECT b.bank_id, p.person_id FROM bank b JOIN people p ON b.name = p.name AND b.born = p.born
  {alike if args.fuzzy == "jw" else ""}""")
con.execute("""
CREATE TABLE judged AS
SELECT c.bank_id, c.person_id,
       coalesce(b.number = p.number, false) AS n, coalesce(list_contains(p.cards, b.card), false) AS o,
       coalesce(b.born = p.born, false) AS d, coalesce(b.name = p.name, false) AS f,
       coalesce(jaro_winkler_similarity(b.name, p.name), 0) AS alike
FROM candidates c JOIN bank b USING (bank_id) JOIN people p USING (person_id)""")
accept = "(d AND f) OR ((n OR o) AND (d OR f))"
score = "1.0"
if args.fuzzy == "jw":
    accept += " OR (d AND alike >= 0.8)"
    score = "CASE WHEN n OR o OR f THEN 1.0 ELSE alike END"
best = f"""
SELECT bank_id, max_by(person_id, points) AS person_id, max_by(score, points) AS score
FROM (SELECT *, 3 * n::INT + 2 * o::INT + 2 * d::INT + (CASE WHEN f THEN 2 ELSE greatest(0, 2 * alike - 0.2) END) AS points,
             {score} AS score FROM judged WHERE {accept})
GROUP BY bank_id HAVING len(max(points, 2)) = 1 OR max(points, 2)[1] - max(points, 2)[2] > 0.05"""
if args.fuzzy == "no":
    best = best.replace("greatest(0, 2 * alike - 0.2)", "0")
con.execute(f"CREATE TABLE best AS {best}")
# A row whose number belongs to another person is not linked.
con.execute("DELETE FROM best WHERE bank_id IN (SELECT bank_id FROM best l JOIN bank b USING (bank_id) JOIN people o ON o.number = b.number WHERE o.person_id <> l.person_id)")
pairs = con.execute("SELECT count(*) FROM candidates").fetchall()[0][0]
write_links(con, args, "FROM best")
clock.stage("link")
clock.done(["duckdb"], pairs=pairs, cut=0.92 if args.fuzzy == "jw" else 0)
