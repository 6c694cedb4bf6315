// Package storetest holds a store to the promises of package store: one suite
// for files, S3 servers and whatever comes.
//
// May import: internal/store
package storetest
