// Package limits is what outbound promises: the tests hold the counts and the
// bytes, and the report judges all of it.
package limits

// Allocations per operation, on the backend in memory. The ways are HTTP(), R() and
// Get[T].
const (
	ParityHTTP = 63
	ParityR    = 86
	ParityGet  = 61
	PlainHTTP  = 14 + 3 // net/http's own, the record of the call, the body that types its errors
	FlakyHTTP  = 27     // with Retry-After too
	Observer   = 1      // on top of a call without one

	PoliciesPerOrigin = 3 // breaker, gate, rate and concurrency limit together, on top of Standard
)

// Bytes per operation, on the backend in memory.
const (
	ParityHTTPBytes = 6700
	ParityRBytes    = 10300
	PlainHTTPBytes  = 2600
	FlakyHTTPBytes  = 5000
	DecodeBytes     = 1200       // a typed call beyond net/http, where the codec is not the standard library's
	ObserverBytes   = 128        // on top of a call without one
	BigBytes        = 11_000_000 // 10 MiB into []byte or string
	StreamPeak      = 64 << 10   // of the heap
	OriginsBytes    = 8 << 20    // of 10 000 origins, of which each policy keeps 1024
	LongRetryBytes  = 64 << 10   // what 100 000 attempts keep alive beyond 1 000
	NewBytes        = 24 << 10   // of New with Standard, a token and a log
	NewAllocs       = 320
)

// InFlightStack is of a call in flight, but one through R(): its goroutine has a
// stack of 4 KiB, and what the runtime keeps beside it.
const InFlightStack = 5 << 10

// Ratios to net/http measured beside. A floor is what was measured where no less can
// be reached: docs/performance.md says why.
const (
	ParityBoundedTime  = 1.12 // a floor: in memory, to net/http with the same bounds
	ParityLoopbackTime = 1.02 // on loopback, to net/http with the same bounds
	PlainMemoryTime    = 3.3  // a floor
	PlainLoopbackTime  = 1.2  // a floor
	TypedTime          = 1.2  // a floor
	UnboundedTime      = 1.15 // a floor: parity, to StandardClient, which has no bounds there
	StreamTime         = 1.05
	BigPeak            = 1.05 // of the body
	InFlightBytes      = 0.8  // to net/http with the same bounds
	InFlightBytesOfR   = 1.4
)

// Of an event stream of package stream.
const (
	EventRate   = 100e6 // bytes a second
	EventAllocs = 3     // an event
)

// CrowdDials is for 50 callers at once.
const CrowdDials = 50
