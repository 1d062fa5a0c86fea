package logging

import "example.com/outbound/observe"

// Change writes the line of a change of state: at warn where a breaker opens or
// requests begin to be held, at info where they pass again. It belongs to the
// client, not to the call that has noticed it, and so goes to the logger of the
// client.
func (l *Logger) Change(client string, c observe.StateChange) {
	if l == nil || l.demand {
		return
	}
	e := l.log.Warn()
	switch c.To {
	case "closed", "half_open", "free", "shared":
		e = l.log.Info()
	}
	text(e, "client", client)
	text(e, "origin", c.Origin)
	text(e, "from", c.From)
	if !c.Until.IsZero() {
		e.Time("until", c.Until)
	}
	text(e, "cause", c.Cause)
	e.Msg(c.What + " " + c.To)
}
