package logging

import (
	"time"

	"github.com/rs/zerolog"
)

// millis adds d to e in milliseconds, whatever zerolog.DurationFieldUnit is: with
// microseconds as a fraction, and with nanoseconds below a millisecond. name ends in
// "_ms".
func millis(e *zerolog.Event, name string, d time.Duration) {
	if d >= time.Millisecond {
		d = d.Round(time.Microsecond)
	}
	e.Float64(name, float64(d)/float64(time.Millisecond))
}
