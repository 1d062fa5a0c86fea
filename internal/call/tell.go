package call

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
