// Package jobs is the diary and the composition root: it reads a job file
// (Spec), decides what is to be done (Plan), remembers what has been done
// (Ledger), does it on several workers (Run) and publishes it with one small
// object as the only commit point (Manifest). Building a snapshot of the
// register is a job like any other.
//
// Path of a job: plan → parts (read, clean, link, spill) → settle → outcomes →
// conservation → report → manifest → _SUCCESS → latest.json. A run that is
// killed anywhere goes on where its ledger ends; a run that was published is
// never done again.
//
// A published run can be opened again (Reopen), so that its rows are linked as
// they were: Explain says why a row was answered as it was, Replay whether rows
// still are. Evaluation asks the same door whom a row was compared with.
//
// No error, event or file of this package carries a cell: they speak of rows by
// address. The report and the tables of a run and the explanation of a row are the only places where values
// stand, and only as far as the job's disclosure allows.
//
// May import: dedupe internal/store internal/strict matchers matchers/evaluate matchers/train pipeline pipeline/clean pipeline/link pipeline/sink pipeline/sink/columnar pipeline/source/parquet pipeline/source/sandbox pipeline/source/table internal/store/cache register reports reports/html reports/xlsx schemas schemas/places
package jobs
