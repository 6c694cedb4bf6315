package main

import (
	"fmt"
	"os"
	"syscall"
)

// Bytes of disk that are needed for a person or a row, from runs of one to five
// million people, rounded up.
const (
	registerBytes = 62  // Parquet
	snapshotBytes = 170 // what a build puts aside is smaller than a run's outputs and gone before them
	inputBytes    = 90  // a row of the file and its truth
	outputBytes   = 220 // a row of all outputs, and what the run puts aside until its end
)

// needed is the disk that what is not there from before will take at most.
func (c *config) needed() (need int64) {
	missing := func(path string, bytes int64) {
		if _, err := os.Stat(path); err != nil {
			need += bytes
		}
	}
	files := c.files(c.small)
	missing(files.Register(), int64(c.people)*registerBytes)
	missing(files.Snapshot(), int64(c.people)*snapshotBytes)
	largest := 0
	for _, rows := range c.sizes() {
		missing(c.files(rows).Input(), int64(rows)*inputBytes)
		largest = max(largest, rows)
	}
	outputs := int64(largest) * outputBytes
	if c.spare { // by then the register and the smaller files are gone
		outputs = max(0, outputs-int64(c.people)*registerBytes-int64(c.small+c.tiny)*inputBytes)
	}
	return need + outputs
}

// room refuses to begin what the disk cannot hold.
func (c *config) room() error {
	need := c.needed()
	var disk syscall.Statfs_t
	if err := syscall.Statfs(c.dir, &disk); err != nil {
		return err
	}
	free := int64(disk.Bavail) * int64(disk.Bsize)
	fmt.Printf("disk: about %.0f GB needed in %s, %.0f GB free\n", float64(need)/1e9, c.dir, float64(free)/1e9)
	if need > free {
		return fmt.Errorf("the disk has not the room; name another folder with -dir, -spare, or fewer -people or rows (-small, -large)")
	}
	return nil
}
