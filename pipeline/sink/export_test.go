package sink

// For tests outside the package.
var (
	Days         = days
	AppendNumber = appendNumber
)
