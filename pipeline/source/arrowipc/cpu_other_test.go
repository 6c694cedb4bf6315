//go:build !unix

package arrowipc_test

import "time"

func processorTime() time.Duration { return 0 }
