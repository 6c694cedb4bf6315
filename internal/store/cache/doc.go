// Package cache keeps copies of large objects, register snapshots above all,
// in a folder of this machine, so that they are fetched once and can be mapped
// into memory.
//
// A copy belongs to one version of one object: an object that was replaced is
// fetched again. It is verified before it gets its name. Several processes may
// use one folder: a copy in use is locked and never removed, others go, those
// not used for longest first, when the folder would grow beyond its limit. The
// folder has mode 0700 and its files 0600.
//
// Files of the folder, where <id> is made of store, key, version and size:
//
//	lock       held while copies are looked up, named and removed
//	<id>       a copy; its time of change is the time of its last use
//	<id>.part  a copy on its way, locked by whoever fetches it
//
// May import: internal/store
package cache
