package sandbox

import (
	"os"
	"runtime"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Supported says whether this system has decoders in child processes.
const Supported = true

// Child is a started process.
type Child struct{ p *os.Process }

// self is this program, also when its file has been replaced meanwhile.
const self = "/proc/self/exe"

// Start starts this program again as argv0, without environment, in / and in
// a process group of its own, so that an interrupt typed at a terminal reaches
// the parent alone. files become its descriptors 0, 1, 2 and so on.
func Start(argv0 string, files []*os.File) (*Child, error) {
	name := self
	if _, err := os.Stat(name); err != nil {
		if name, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	job := startJob{name: name, argv0: argv0, files: files, done: make(chan started, 1)}
	starterOnce.Do(func() { go starter() })
	startJobs <- job
	s := <-job.done
	return s.child, s.err
}

type startJob struct {
	name, argv0 string
	files       []*os.File
	done        chan started
}

type started struct {
	child *Child
	err   error
}

var (
	starterOnce sync.Once
	startJobs   = make(chan startJob)
)

// starter starts all children. The system ends a child when the thread that
// started it ends, so it keeps a thread to itself for as long as the program runs.
func starter() {
	runtime.LockOSThread()
	for job := range startJobs {
		p, err := os.StartProcess(job.name, []string{job.argv0}, &os.ProcAttr{
			Dir: "/", Env: []string{}, Files: job.files,
			Sys: &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true},
		})
		job.done <- started{&Child{p}, err}
	}
}

// Kill ends the child at once. One that has ended is no error.
func (c *Child) Kill() { _ = c.p.Kill() }

// Pid is the number of the process.
func (c *Child) Pid() int { return c.p.Pid }

// Signal sends the child a signal.
func (c *Child) Signal(s syscall.Signal) { _ = c.p.Signal(s) }

// Wait waits for the end of the child; it must be called once.
func (c *Child) Wait() End {
	state, err := c.p.Wait()
	if err != nil {
		return End{}
	}
	end := End{CPU: int64(state.UserTime() + state.SystemTime())}
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		end.Forbidden, end.Killed = status.Signal() == syscall.SIGSYS, status.Signal() == syscall.SIGKILL
	}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		end.Resident = usage.Maxrss << 10
	}
	return end
}

// CPU is the processor time the child has used, in nanoseconds; ok is false
// when it has ended or the system does not tell.
func (c *Child) CPU() (used int64, ok bool) {
	const scheduled = 2 // CPUCLOCK_SCHED: the clock of a process, by its number
	var ts unix.Timespec
	if err := unix.ClockGettime(int32(^c.p.Pid<<3|scheduled), &ts); err != nil {
		return 0, false
	}
	return ts.Nano(), true
}
