package retry

import "strconv"

// ElapsedMode says what becomes of a wait that ends after [Policy.MaxElapsed].
type ElapsedMode int

// The modes, for a wait that would end after MaxElapsed. In each of them an
// attempt that itself ends at or after MaxElapsed is the last one.
const (
	Clip   ElapsedMode = iota // the wait is cut to end at MaxElapsed, and one last attempt follows
	Before                    // the call gives up instead of waiting
	After                     // the wait is taken whole, and one last attempt follows
)

// String returns the mode's name in lower case.
func (m ElapsedMode) String() string {
	switch m {
	case Clip:
		return "clip"
	case Before:
		return "before"
	case After:
		return "after"
	}
	return "ElapsedMode(" + strconv.Itoa(int(m)) + ")"
}
