"""Reads what the sink wrote with pyarrow (and DuckDB where it is there), checks the types of the contract and prints
the cells as JSON: read_back.py FOLDER, which holds outcomes.parquet, cleaned.parquet, mismatches.parquet"""
import datetime, json, os, sys
import pyarrow as pa, pyarrow.parquet as pq

TYPES = {
    "outcomes": "source_file:string source_sheet:string source_row:int64 verdict:string person_id:string candidate_id:string "
    "number_owner_id:string match_probability:double match_weight:float runner_up_weight:float reasons:list<string> id_result:string "
    "name_result:string birth_date_result:string gender_result:string place_result:string duplicate_of_file:string duplicate_of_row:int64",
    "cleaned": "source_file:string source_sheet:string source_row:int64 personal_id:string cmnd:string full_name:string "
    "birth_date:date32[day] birth_date_precision:string gender:string phone:string address:string province_code:string "
    "commune_code:string place_system:string loan_balance:string phone_2:string repairs:list<struct<field,original,code>> issues:list<string>",
    "mismatches": "source_file:string source_sheet:string source_row:int64 field:string submitted:string canonical:string "
    "register_value:string reason:string mechanism:string",
}


def plain(t):
    if pa.types.is_list(t): return f"list<{plain(t.value_type)}>"
    if pa.types.is_struct(t): return "struct<" + ",".join(t.field(i).name for i in range(t.num_fields)) + ">"
    return str(t)


out = {}
for name, types in TYPES.items():
    path = os.path.join(sys.argv[1], name + ".parquet")
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    got = " ".join(f"{f.name}:{plain(f.type)}" for f in table.schema)
    assert got == types, f"{name}: {got}"
    meta = pq.read_metadata(path)
    assert meta.created_by == "lamsach", meta.created_by
    assert {b"lamsach.snapshot", b"lamsach.rules", b"lamsach.model", b"lamsach.version"} <= set(meta.metadata), meta.metadata
    table.validate(full=True)
    out[name] = {c: table[c].to_pylist() for c in table.column_names}
    try:
        import duckdb
    except ImportError:
        continue
    rows = duckdb.sql(f"select * from '{path}'").to_arrow_table()
    for c in table.column_names:
        assert rows[c].to_pylist() == out[name][c], f"{name}.{c}: DuckDB reads something else"
json.dump(out, sys.stdout, default=lambda v: v.isoformat() if isinstance(v, datetime.date) else str(v))
