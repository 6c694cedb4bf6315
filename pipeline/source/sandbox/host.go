package sandbox

import (
	"errors"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"lamsach/internal/sandbox"
	"lamsach/internal/store"
	"lamsach/pipeline/source/table"
)

// child is the parent's side of a decoder.
type child struct {
	key     string
	object  store.Object
	limits  Limits
	shape   geometry
	process *sandbox.Child
	conn    *conn
	mem     []byte
	pipes   []*os.File // the parent's ends
	free    *slots     // lanes
	lanes   []*lane

	ready   atomic.Bool   // the child has given up its rights
	rights  atomic.Uint32 // which
	pending atomic.Int32  // ranges that the child waits for
	serving sync.WaitGroup
	calls   sync.WaitGroup // callers, who look into mem

	mu     sync.Mutex
	cause  error   // why it was ended, if it was
	peak   int64   // memory it had had by then
	told   []error // errors that the child was told, by number - 1
	closed bool

	words chan lastWords // what it said on standard error
	end   sandbox.End
	fate  error         // why nothing can be read any more
	dead  chan struct{} // closed when fate is there
}

// errClosed is the fate of a child that was not wanted any more.
var errClosed = errors.New("source: the file is closed")

// startChild starts a decoder for an object.
func startChild(obj store.Object, o Options) (c *child, err error) {
	c = &child{
		key: obj.Info().Key, object: obj, limits: o.Limits, shape: usualGeometry(o.Limits.Memory),
		words: make(chan lastWords, 1), dead: make(chan struct{}),
	}
	c.free, c.lanes = newSlots(c.shape.Lanes), make([]*lane, c.shape.Lanes)
	for i := range c.lanes {
		c.lanes[i] = &lane{child: c, number: uint16(i), frames: make(chan frame, framesAhead)}
	}
	files, err := c.descriptors()
	defer func() {
		for _, f := range files {
			if f != nil && f != localFile(obj) {
				f.Close()
			}
		}
		if err != nil {
			c.release()
		}
	}()
	if err != nil {
		return nil, err
	}
	if c.process, err = sandbox.Start(argv0, files); err != nil {
		return nil, err
	}
	go c.listen()
	info := obj.Info()
	_ = c.conn.send(frame{kind: kindSetup, body: told(setup{ // if the child is gone, its fate says so
		Key: []byte(info.Key), Version: info.Version, Size: obj.Size(), Options: o.reader(), Memory: o.Limits.Memory,
		Procs: runtime.GOMAXPROCS(0), Geometry: c.shape, Local: localFile(obj) != nil,
	})})
	return c, nil
}

// localFile is the descriptor of an object that can be handed to a child.
func localFile(obj store.Object) *os.File {
	d, ok := obj.(store.Descriptor)
	if !ok {
		return nil
	}
	if f := d.Descriptor(); f != nil && sandbox.ReadOnly(f.Fd()) {
		return f
	}
	return nil
}

// descriptors makes what the child gets, by number. On an error some are there.
func (c *child) descriptors() (files []*os.File, err error) {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return files, err
	}
	files = append(files, null, null)
	words, theirWords, err := os.Pipe()
	if err != nil {
		return files, err
	}
	files, c.pipes = append(files, theirWords), append(c.pipes, words)
	told, tell, err := os.Pipe()
	if err != nil {
		return files, err
	}
	files, c.pipes = append(files, told), append(c.pipes, tell)
	hear, say, err := os.Pipe()
	if err != nil {
		return files, err
	}
	files, c.pipes = append(files, say), append(c.pipes, hear)
	c.conn = newConn(hear, tell, maxBody)
	var memory *os.File
	if c.mem, memory, err = sandbox.Share(c.shape.size()); err != nil {
		return files, err
	}
	files = append(files, memory)
	if f := localFile(c.object); f != nil {
		files = append(files, f)
	}
	return files, nil
}

// release gives back what the parent has of a child.
func (c *child) release() {
	for _, f := range c.pipes {
		f.Close()
	}
	if c.mem != nil {
		sandbox.Unshare(c.mem)
		c.mem = nil
	}
}

// listen hears the child out, to its end.
func (c *child) listen() {
	go func() { c.words <- hearWords(c.pipes[0]) }()
	err := c.hear()
	if lie := new(lieError); errors.As(err, &lie) {
		c.kill(table.Damage(c.key, "%w", lie))
	}
	c.process.Kill()
	c.end = c.process.Wait()
	c.fate = c.judge(c.end, <-c.words)
	close(c.dead)
}

// hear takes frames until the child has nothing more to say.
func (c *child) hear() error {
	for {
		f, err := c.conn.receive()
		if err != nil {
			return err
		}
		switch {
		case f.kind == kindReady && !c.ready.Load():
			c.rights.Store(uint32(f.arg))
			c.ready.Store(true)
		case f.kind == kindWant && c.ready.Load():
			err = c.want(f)
		case c.ready.Load() && int(f.lane) < len(c.lanes):
			err = c.lanes[f.lane].hear(f)
		default:
			err = errFrame
		}
		if err != nil {
			return err
		}
	}
}

// kill ends the child for a reason; the first one counts.
func (c *child) kill(why error) {
	c.mu.Lock()
	if c.cause == nil {
		c.cause, c.peak = why, c.process.Peak()
	}
	c.mu.Unlock()
	c.process.Kill()
}

// stop ends the child, which is not wanted any more, and says what it took.
// What is asked afterwards, or was asked and not answered, ends with errClosed.
func (c *child) stop() (u Usage) {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.kill(errClosed)
	<-c.dead
	u.CPU, u.Peak = time.Duration(c.end.CPU), c.peak
	if u.Peak == 0 {
		u.Peak = c.end.Resident
	}
	u.Died = c.fate != errClosed
	return u
}

// send tells the child something. If it does not listen it is as good as dead.
func (c *child) send(f frame) error {
	err := c.conn.send(f)
	if err != nil {
		c.process.Kill()
		<-c.dead
		return c.fate
	}
	return nil
}
