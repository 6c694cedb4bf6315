// Package measure runs the real binary as a process of its own and says what it
// cost, beside a calibration of the machine: times on shared machines are noisy,
// so figures are medians with their spread, and ratios are taken in one run.
//
// May import: nothing
package measure
