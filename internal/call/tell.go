package call

import "example.com/outbound/httperror"

// tellBegin tells the observers that the call begins. If one of them panics the
// others are told all the same, and the call ends.
func (c *Call) tellBegin() {
	i := 0
	defer func() {
		if i == len(c.Observers) {
			return
		}
		for i++; i < len(c.Observers); i++ {
			c.beginFor(i)
		}
		c.End(c.Fill(with(httperror.Unknown, errPanic)))
	}()
	for ; i < len(c.Observers); i++ {
		c.beginFor(i)
	}
}

func (c *Call) beginFor(i int) {
	if f := c.Observers[i].Begin; f != nil {
		c.Root.Begin(f(c.Parent(), c))
	}
}

// TellBackoff tells the observers that a wait begins.
func (c *Call) TellBackoff(b Backoff) { c.tellBackoff(0, b) }

// tellBackoff tells the observers, from that of the index i on. If one of them
// panics the others are told all the same.
func (c *Call) tellBackoff(i int, b Backoff) {
	defer func() {
		if i < len(c.Observers) {
			c.tellBackoff(i+1, b)
		}
	}()
	for ; i < len(c.Observers); i++ {
		if f := c.Observers[i].Backoff; f != nil {
			f(c, b)
		}
	}
}

// tellEnd tells the observers, from that of the index i on, that the call has
// ended. If one of them panics the others are told all the same.
func (c *Call) tellEnd(i int, err error) {
	defer func() {
		if i < len(c.Observers) {
			c.tellEnd(i+1, err)
		}
	}()
	for ; i < len(c.Observers); i++ {
		if f := c.Observers[i].End; f != nil {
			f(c, err)
		}
	}
}
