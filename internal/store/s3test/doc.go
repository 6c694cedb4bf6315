// Package s3test starts a real S3 server for tests: versitygw over a temporary
// folder, on a free port of the loopback interface, with keys of its own.
//
// The program is looked for in LAMSACH_VERSITYGW, in PATH, and in .cache/bin
// above the package; there it gets with
//
//	GOBIN=$PWD/.cache/bin go install github.com/versity/versitygw/cmd/versitygw@v1.8.0
//
// Without it a test skips, and fails if LAMSACH_REQUIRE_PEERS is set.
//
// LAMSACH_TEST_S3=s3://bucket/prefix (with AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID
// and the rest of the usual environment) names a server of your own, on which
// the conformance suite runs too, below random prefixes that it cleans up.
//
// May import: internal/store
package s3test
