// Package limits is what outbound promises: the tests hold the counts, the
// report shows all of it.
package limits

// Allocations per operation, on the backend in memory.
const (
	ParityHTTP = 70
	ParityR    = 88
	ParityGet  = 78
	PlainHTTP  = 14 + 3 // net/http's own, the record of the call, the body that types its errors
	FlakyHTTP  = 40

	PoliciesPerOrigin = 3 // breaker, gate, rate and concurrency limit together, on top of Standard
)

// Bytes per operation, on the backend in memory.
const (
	ParityHTTPBytes = 6 << 10
	ParityRBytes    = 8 << 10
	BigBytes        = 11_000_000 // 10 MiB into []byte or string
	StreamPeak      = 64 << 10   // of the heap
	OriginsBytes    = 8 << 20    // of 10 000 origins
)

// Bytes that are not what was promised yet: the report says missed, the tests
// hold them where they are. net/http alone needs 5432 of the 6144 bytes, and the
// first header field that a layer adds 400 of the rest; of what R() needs, 8.1 KB
// are net/http's and resty's.
const (
	ParityHTTPBytesNow = 6700
	ParityRBytesNow    = 10300
)

// Ratios to net/http measured beside, or to the body.
const (
	ParityHTTPTime = 1.13
	StreamTime     = 1.05
	CrowdTime      = 1 / 0.95 // a throughput of 0.95
	BigPeak        = 1.1      // of the body
	InFlightBytes  = 1.5
)

// Of an event stream of package stream.
const (
	EventRate   = 100e6 // bytes a second
	EventAllocs = 3     // an event
)

// CrowdDials is for 50 callers at once.
const CrowdDials = 50
