// Package demo is the main job on invented data from nothing: it invents a
// register and a bank's file, builds the snapshot, runs the job, and scores the
// answers against the truth.
//
// May import: benchmarks/synth jobs
package demo
