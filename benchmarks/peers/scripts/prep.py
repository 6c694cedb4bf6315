"""The preparation that a careful data team would write in SQL, the same for all
peers but the exact joins: folded names, parsed dates, cleaned numbers, genders
and provinces. It makes the tables people and bank.

Not repaired: wrong encodings, unresolved typing, glued names."""

import csv
from pathlib import Path

MACROS = r"""
-- Letters and single spaces, no marks, capitals; strip_accents leaves the barred D alone.
CREATE MACRO plain(t) AS trim(regexp_replace(upper(strip_accents(translate(nfc_normalize(t), 'ĐđÐð', 'DdDd'))), '[^A-Z]+', ' ', 'g'));
CREATE MACRO turned(t) AS CASE WHEN t LIKE '%,%' THEN trim(split_part(t, ',', 2)) || ' ' || split_part(t, ',', 1) ELSE t END;
-- A name: notes in brackets and forms of address cut, given name first turned round.
CREATE MACRO folded(t) AS nullif(regexp_replace(plain(turned(regexp_replace(t, '\(.*', ''))), '^(ONG|BA|MR|MRS|MS|HKD|KH) ', ''), '');

CREATE MACRO made_date(y, m, d) AS TRY_CAST(
  (CASE WHEN length(y) = 2 THEN (CASE WHEN y > '25' THEN '19' ELSE '20' END) || y ELSE y END) || '-' || m || '-' || d AS DATE);
-- Three groups of digits, the year first or last, the month first where it must be.
CREATE MACRO grouped_date(g) AS CASE
  WHEN length(g[1]) = 4 THEN made_date(g[1], g[2], g[3])
  ELSE coalesce(made_date(g[3], g[2], g[1]), made_date(g[3], g[1], g[2])) END;
CREATE MACRO compact_date(t) AS coalesce(
  CASE WHEN t[1:2] IN ('19', '20') THEN made_date(t[1:4], t[5:6], t[7:8]) END, made_date(t[5:8], t[3:4], t[1:2]));
CREATE MACRO parsed_date(g) AS CASE
  WHEN len(g) >= 3 THEN grouped_date(g) WHEN len(g) = 1 AND length(g[1]) = 8 THEN compact_date(g[1]) END;
CREATE MACRO groups(t) AS regexp_extract_all(t, '\d+');
-- The year of a date, or a year that stands alone.
CREATE MACRO parsed_year(g, date) AS coalesce(year(date), CASE WHEN len(g) IN (1, 2) AND length(g[1]) = 4 THEN TRY_CAST(g[1] AS INTEGER) END);

-- A number: words cut, letter O for 0, no apostrophe, no .0 of a spreadsheet.
CREATE MACRO digits(t) AS translate(regexp_replace(regexp_replace(upper(t), '[A-ZĐÀ-Ỹ]{2,}', ' ', 'g'), '\.0$', ''), 'O''', '0');
CREATE MACRO squeezed(t) AS regexp_replace(digits(t), '\D', '', 'g');
CREATE MACRO dummy(t) AS regexp_matches(t, '^(0*|1*|2*|3*|4*|5*|6*|7*|8*|9*|0*123456789|0*987654321)$');
CREATE MACRO digit_run(t, n) AS nullif(regexp_extract(t, '(?:^|\D)(\d{' || n || '})(?:\D|$)', 1), '');
CREATE MACRO issued(t) AS CASE WHEN NOT dummy(t) THEN t END;
CREATE MACRO twelve(t) AS issued(coalesce(digit_run(digits(t), '12'), CASE WHEN length(squeezed(t)) BETWEEN 10 AND 12 THEN lpad(squeezed(t), 12, '0') END));
CREATE MACRO nine(t) AS issued(coalesce(digit_run(digits(t), '9'), CASE WHEN length(squeezed(t)) BETWEEN 8 AND 9 THEN lpad(squeezed(t), 9, '0') END));

CREATE MACRO gender(t) AS CASE plain(coalesce(t, '')) WHEN 'NAM' THEN 'Nam' WHEN 'M' THEN 'Nam' WHEN 'NU' THEN 'Nữ' WHEN 'F' THEN 'Nữ'
  ELSE CASE trim(t) WHEN '1' THEN 'Nam' WHEN '0' THEN 'Nữ' WHEN '2' THEN 'Nữ' END END;
"""

PEOPLE = """
CREATE TABLE people AS
SELECT personal_id AS person_id, personal_id AS number, cmnd AS cards, cmnd[1] AS card, folded(full_name) AS name,
       split_part(folded(full_name), ' ', -1) AS given, split_part(folded(full_name), ' ', 1) AS surname,
       parsed_date(groups(birth_date)) AS born, parsed_year(groups(birth_date), parsed_date(groups(birth_date))) AS born_year,
       gender, {province} AS province
FROM read_parquet('{register}/*.parquet')
"""

BANK = """
CREATE TABLE bank AS
WITH raw AS (
  SELECT *, row_number() OVER () AS bank_id, groups(regexp_replace(NGAY_SINH, '[ T]\\d+:.*', '')) AS g
  FROM read_parquet('{bank}/*.parquet', filename = true, file_row_number = true)),
dated AS (SELECT *, parsed_date(g) AS date, folded(TEN_KH) AS plain_name FROM raw)
SELECT bank_id, parse_filename(filename) AS source_file, file_row_number AS source_row,
       twelve(SO_CCCD) AS number, coalesce(nine(SO_CMND), nine(SO_CCCD)) AS card, plain_name AS name,
       split_part(plain_name, ' ', -1) AS given, split_part(plain_name, ' ', 1) AS surname,
       date AS born, parsed_year(g, date) AS born_year, gender(GIOI_TINH) AS gender, {province} AS province
FROM dated
"""


def province_names(folder):
    """The 63 old and 34 new names, folded, with the code of today."""
    for file, name, code in (("province_old.csv", "short_name", "new_province_code"), ("province_new.csv", "short_name", "code")):
        with open(Path(folder) / file, encoding="utf-8") as f:
            for line in csv.DictReader(f):
                yield line[name], line[code]


def prepare(con, args, province=False):
    """Makes people and bank; province costs about as much as all the rest."""
    con.execute(MACROS)
    con.execute("CREATE TABLE names (name VARCHAR, code VARCHAR)")
    con.executemany("INSERT INTO names VALUES (?, ?)", list(province_names(args.provinces)))
    con.execute("INSERT INTO names VALUES ('HCM', '79'), ('TPHCM', '79'), ('HN', '01')")
    con.execute("CREATE TABLE provinces AS SELECT DISTINCT plain(name) AS name, code FROM names")
    con.execute("SET VARIABLE provinces = (SELECT map(list(name), list(code)) FROM (SELECT name, max(code) AS code FROM provinces GROUP BY name))")
    # The last one to four words of the address that are a province's name.
    con.execute("""CREATE MACRO last_words(t, n) AS array_to_string(list_slice(string_split(t, ' '), -n, -1), ' ');
      CREATE MACRO province_of(t) AS coalesce(
        getvariable('provinces')[last_words(t, 4)], getvariable('provinces')[last_words(t, 3)],
        getvariable('provinces')[last_words(t, 2)], getvariable('provinces')[last_words(t, 1)])""")
    of_person, of_row = ("permanent_province", "province_of(plain(DIA_CHI))") if province else ("NULL", "NULL")
    con.execute(PEOPLE.format(register=args.register, province=of_person))
    con.execute(BANK.format(bank=args.bank, province=of_row))


def write_links(con, args, best):
    """Writes one link for each row of best (bank_id, person_id, score), and
    whether the row's own number belongs to another person."""
    con.execute(f"""COPY (
      SELECT b.source_file, b.source_row, l.person_id, CAST(l.score AS DOUBLE) AS score,
             coalesce(o.person_id <> l.person_id, false) AS other_owner
      FROM ({best}) l JOIN bank b USING (bank_id) LEFT JOIN people o ON o.number = b.number
    ) TO '{args.out}' (FORMAT parquet)""")
