package logging

import (
	"time"

	"github.com/rs/zerolog"
)

// millis puts d on e in milliseconds, whatever unit the service has given zerolog:
// a fraction where d has one, to the microsecond, and to the nanosecond below a
// millisecond. The name of the field ends in "_ms".
func millis(e *zerolog.Event, name string, d time.Duration) {
	if d >= time.Millisecond {
		d = d.Round(time.Microsecond)
	}
	e.Float64(name, float64(d)/float64(time.Millisecond))
}
