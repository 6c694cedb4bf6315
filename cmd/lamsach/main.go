// Command lamsach cleans files about persons and links every row to the
// population register. Its commands are thin: what they do is in package jobs.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"lamsach/pipeline/source/sandbox"
)

func main() {
	sandbox.Main() // a child that decodes a file ends here
	os.Exit(run())
}

// run is main with an exit code, so that deferred work is done before the end.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	return int(newApp(os.Stdout, os.Stderr).execute(ctx, os.Args[1:]))
}
