"""Writes the files of testdata/written with the writers of the Java world, invented rows each: Apache
Spark, Hive's serde and parquet-java. Made with PySpark 4.3 on Java 17 (parquet-java 1.17.0, Hive
2.3.10): write_java.py FOLDER

The files of arrow/go v15 beside them came from its pqarrow.WriteTable, with rows of the same kind.
What the cells are is said by pyarrow."""
import glob, json, os, shutil, sys, tempfile
import cells
import pyarrow.parquet as pq
from pyspark.sql import SparkSession, functions as F

out, tmp, N = sys.argv[1], tempfile.mkdtemp(), 40
spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
         .config("spark.sql.warehouse.dir", tmp + "/hive").config("spark.hadoop.javax.jdo.option.ConnectionURL", f"jdbc:derby:;databaseName={tmp}/meta;create=true")
         .config("spark.sql.hive.convertMetastoreParquet", "false").enableHiveSupport().getOrCreate())


def rows(n):
    i = F.col("id")
    none = lambda every, c: F.when(i % every == 0, None).otherwise(c)
    return spark.range(n).select(
        F.concat(F.lit("KH"), F.lpad(i.cast("string"), 6, "0")).alias("MA_KH"),
        none(7, F.concat(F.lit("Nguyễn Văn "), (i % 5).cast("string"))).alias("TEN_KH"),
        none(6, i * 1000003).alias("DU_NO"),
        (i % 3 == 0).alias("CO"),
        (i / 4).alias("TY_LE"),
        F.date_add(F.lit("1958-01-31").cast("date"), (i * 100).cast("int")).alias("NGAY_SINH"),
        F.timestamp_seconds(i * 8646107 - 86400 * 3650).alias("LUC"),
        (i * 12345).cast("decimal(9,2)").alias("D9"),
        (i * 12345678901).cast("decimal(18,3)").alias("D18"),
        none(5, (i * 12345678901).cast("decimal(30,4)")).alias("D30"),
        none(4, F.array(i.cast("string"), F.lit(None).cast("string"), F.lit("012345678"))).alias("SO_CU"),
        F.struct(i.alias("a"), none(3, i.cast("string")).alias("b")).alias("CHA"),
        F.create_map(F.lit("k"), i.cast("string")).alias("BANG"))


def take(where, name):
    """The one file that a job wrote."""
    files = [p for p in glob.glob(where + "/**/*", recursive=True)
             if os.path.isfile(p) and os.path.getsize(p) > 100 and not os.path.basename(p).startswith((".", "_"))]
    assert len(files) == 1, files
    shutil.copyfile(files[0], f"{out}/{name}.parquet")


def by_spark(name, codec, version, timestamps="TIMESTAMP_MICROS", legacy="false", n=N):
    spark.conf.set("spark.sql.parquet.outputTimestampType", timestamps)
    spark.conf.set("spark.sql.parquet.writeLegacyFormat", legacy)
    rows(n).coalesce(1).write.option("compression", codec).option("parquet.writer.version", version).parquet(f"{tmp}/{name}")
    take(f"{tmp}/{name}", name)


by_spark("spark_snappy_v1", "snappy", "PARQUET_1_0")
by_spark("spark_zstd_v2", "zstd", "PARQUET_2_0", "TIMESTAMP_MILLIS")
by_spark("spark_lz4_hadoop", "lz4", "PARQUET_1_0")
by_spark("spark_legacy_int96", "gzip", "PARQUET_1_0", "INT96", "true")
by_spark("spark_no_rows", "snappy", "PARQUET_1_0", n=0)

rows(N).drop("CHA").coalesce(1).createOrReplaceTempView("t")
spark.sql("""CREATE TABLE h (MA_KH string, TEN_KH string, DU_NO bigint, CO boolean, TY_LE double, NGAY_SINH date, LUC timestamp,
    D9 decimal(9,2), D18 decimal(18,3), D30 decimal(30,4), SO_CU array<string>, BANG map<string,string>)
    ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
    STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
    OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'""")
spark.sql("INSERT INTO h SELECT * FROM t")
take(tmp + "/hive/h", "hive")

# parquet-java by itself, with what Spark does not write: lists of two levels, bare repeated values,
# JSON, BSON, enums, UUIDs, intervals, half floats, decimals in bytes.
jvm = spark._jvm
schema = """message m { required binary ma (UTF8); optional binary ten (UTF8); required int32 so; optional double ty;
    required boolean co; repeated binary cu (UTF8); optional binary loai (ENUM); optional binary tai (JSON); optional binary goi (BSON);
    required fixed_len_byte_array(4) co_dinh; optional fixed_len_byte_array(16) ma_so (UUID); optional fixed_len_byte_array(12) khoang (INTERVAL);
    optional fixed_len_byte_array(2) nua (FLOAT16); optional binary thap (DECIMAL(20,3)); optional group hai (LIST) { repeated binary array (UTF8); } }"""


def group(i):
    """The fields of a row; a tuple is a group of fields."""
    yield from [("ma", f"KH{i:06d}"), ("so", i * 37 - 300), ("co", i % 3 == 0), ("co_dinh", b"%04d" % i)]
    if i % 4: yield from [("ten", f"Trần Thị {i % 6}"), ("ty", i / 8)]
    for k in range(i % 3): yield "cu", f"{i}-{k}"
    if i % 5:
        yield from [("loai", ["NAM", "NU"][i % 2]), ("tai", '{"a":%d}' % i), ("goi", b"\x05\x00\x00\x00\x00"), ("ma_so", bytes(range(i, i + 16))),
                    ("khoang", bytes(12)), ("nua", bytes([0, 0x3C + i % 4])), ("thap", (i * 1001 - 7).to_bytes(3, "big", signed=True))]
    yield "hai", tuple(("array", f"x{k}") for k in range(i % 3))


def fill(g, fields):
    for name, v in fields:
        if isinstance(v, tuple): fill(g.addGroup(name), v)
        elif isinstance(v, bytes): g.add(name, jvm.org.apache.parquet.io.api.Binary.fromConstantByteArray(v))
        else: g.add(name, v)


def by_java(name, version="PARQUET_2_0", codec="SNAPPY", dictionary=True, split=False, checksums=True):
    p = jvm.org.apache.parquet
    typ = p.schema.MessageTypeParser.parseMessageType(schema)
    w = (p.hadoop.example.ExampleParquetWriter.builder(jvm.org.apache.hadoop.fs.Path(f"{tmp}/{name}.parquet")).withType(typ)
         .withWriterVersion(getattr(p.column.ParquetProperties.WriterVersion, version))
         .withCompressionCodec(getattr(p.hadoop.metadata.CompressionCodecName, codec))
         .withDictionaryEncoding(dictionary).withByteStreamSplitEncoding(split).withPageWriteChecksumEnabled(checksums)
         .withPageSize(300).withPageRowCountLimit(7).build())
    new = p.example.data.simple.SimpleGroupFactory(typ)
    for i in range(N):
        g = new.newGroup()
        fill(g, group(i))
        w.write(g)
    w.close()
    shutil.copyfile(f"{tmp}/{name}.parquet", f"{out}/{name}.parquet")


by_java("java_v1_dictionary", version="PARQUET_1_0")
by_java("java_v1_plain_lz4", version="PARQUET_1_0", dictionary=False, codec="LZ4")
by_java("java_v2_delta", dictionary=False, codec="ZSTD")
by_java("java_v2_split_lz4raw", dictionary=False, split=True, codec="LZ4_RAW")
by_java("java_v2_uncompressed", codec="UNCOMPRESSED", checksums=False)

index, same = [], {}
for f in sorted(glob.glob(out + "/*.parquet")):
    told = f[:-len(".parquet")] + ".json"
    cells.expect(told, pq.ParquetFile(f).read(), unreadable={"khoang"})
    first = same.setdefault(open(told).read(), os.path.basename(told))
    if first != os.path.basename(told): os.remove(told)
    index.append({"file": os.path.basename(f), "expect": first, "damage": True})
json.dump(index, open(out + "/index.json", "w"), indent=0)
