// Command tables measures what each format and each store costs: one invented
// credit file is written in every format of package formats, and the same job
// is run on each through the real binary, in turn, several times. With -gateway
// the Parquet job also runs with input, register and output in an S3 server on
// loopback.
//
//	go run ./benchmarks/tables -rows 1000000 -runs 3
//	go run ./benchmarks/tables -gateway .cache/bin/versitygw -kinds parquet
//
// May import: benchmarks/formats benchmarks/measure internal/store pipeline pipeline/source/parquet pipeline/source/table
package main
