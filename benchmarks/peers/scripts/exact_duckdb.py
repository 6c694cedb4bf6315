"""The join that a data team writes today: the number as it stands."""

from common import Clock, arguments, connect

args, clock = arguments(), Clock()
con = connect(args)
con.execute(f"""COPY (
  SELECT parse_filename(b.filename) AS source_file, b.file_row_number AS source_row, p.personal_id AS person_id
  FROM read_parquet('{args.bank}/*.parquet', filename = true, file_row_number = true) b
  JOIN read_parquet('{args.register}/*.parquet') p ON b.SO_CCCD = p.personal_id
) TO '{args.out}' (FORMAT parquet)""")
clock.stage("link")
clock.done(["duckdb"])
