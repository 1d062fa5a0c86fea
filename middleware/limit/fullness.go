package limit

import (
	"errors"
	"time"

	"example.com/outbound/httperror"
	"example.com/outbound/observe"
)

// quiet is how long a limit must refuse nothing before observers are told that
// it has room again: a limit at its edge refuses every now and then.
const quiet = 10 * time.Second

// fullness is whether observers know a limit as full. The lock of its owner
// guards it.
type fullness struct {
	told    bool
	refused time.Time // last
}

// outcome notes that a request was let through or, with an error of kind
// limited, refused, and returns what observers must be told, nil for nothing.
func (f *fullness) outcome(name string, err error) *observe.StateChange {
	var he *httperror.Error
	switch {
	case err == nil && !f.told:
		return nil
	case err == nil && time.Since(f.refused) >= quiet:
		f.told = false
		return &observe.StateChange{Origin: name, What: "limit", From: "full", To: "free", Cause: "no request was refused for " + quiet.String()}
	case errors.As(err, &he) && he.Kind == httperror.Limited:
		f.refused = time.Now()
		if !f.told {
			f.told = true
			return &observe.StateChange{Origin: name, What: "limit", From: "free", To: "full", Cause: he.Err.Error()}
		}
	}
	return nil
}
