package harfile

import (
	"time"

	"example.com/outbound/observe"
)

// timingsOf spreads the time of an attempt over the phases. What net/http has not
// told counts as wait until the fields of the response were there.
func timingsOf(r observe.AttemptResult) Timings {
	p := r.Phases
	t := Timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1}
	var connected time.Duration
	if !p.Reused {
		t.DNS, t.Connect, t.SSL = known(p.DNS), known(p.Connect+p.TLS), known(p.TLS)
		connected = p.DNS + p.Connect + p.TLS
	}
	headers := p.FirstByte // from the start of the attempt
	if headers == 0 {
		headers = r.Duration
	}
	headers = max(min(headers, r.Total), connected)
	written := min(max(p.Wrote, connected), headers) // a server may answer before it has read all
	t.Send = Millis(written - connected)
	t.Wait = Millis(headers - written)
	t.Receive = Millis(max(r.Total-headers, 0))
	return t
}

// known is d in milliseconds, -1 for none.
func known(d time.Duration) float64 {
	if d <= 0 {
		return -1
	}
	return Millis(d)
}

// Millis is d in milliseconds, to the microsecond.
func Millis(d time.Duration) float64 { return float64(d.Round(time.Microsecond)) / 1e6 }

// Sum is the whole time.
func (t Timings) Sum() (sum float64) {
	for _, phase := range []float64{t.Blocked, t.DNS, t.Connect, t.Send, t.Wait, t.Receive} {
		sum += max(phase, 0)
	}
	return sum
}

// SetBodies puts the texts of the bodies on an entry, "" for one that was not kept.
func (e *Entry) SetBodies(request, response string) {
	if request != "" {
		kind := ""
		for _, field := range e.Request.Headers {
			if field.Name == "Content-Type" {
				kind = field.Value
			}
		}
		e.Request.PostData = &PostData{kind, request}
	}
	e.Response.Content.Text = response
}
