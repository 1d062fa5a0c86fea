package call

import (
	"net/http"
	"slices"
	"time"

	"example.com/outbound/httperror"
)

// details are the fields that few calls need: those that fail, are sent again,
// follow a redirect, or carry what only some layers ask for.
type details struct {
	hops           []*http.Request // before the current one
	past           history
	awaits         *http.Response // a redirect that was handed out: the next hop answers it
	following      bool           // our own client has said that it follows awaits
	grace          *time.Timer    // ends the call if the next hop does not come
	header         http.Header    // of the last response, a copy
	answer         *http.Response // the last response
	slept          time.Duration
	held           time.Duration // in queues of the client
	took           time.Duration // from the begin of a call that has failed to its end
	reason         string
	detail         string
	limit          string
	idempotencyKey string
	kept           any
	atEnd          []func()
	native         error // of the base, for the last attempt
	bodyFailure    *httperror.Error
	jar            http.CookieJar // of the http.Client that the call came through
	taken          []*http.Cookie // from it, for the current hop
	secrets        []string       // query parameters that hold credentials
}

// ensureDetails makes room for the details. The caller holds the lock.
func (c *Call) ensureDetails() *details {
	if c.details == nil {
		c.details = new(details)
	}
	return c.details
}

// copyOfDetails is a copy of the details, the zero value without any.
func (c *Call) copyOfDetails() details {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.details == nil {
		return details{}
	}
	return *c.details
}

// Slept is the time of all waits that ended by themselves.
func (c *Call) Slept() time.Duration { return c.copyOfDetails().slept }

// Reason is why no further attempt was made, "" if there is nothing to say.
func (c *Call) Reason() string { return c.copyOfDetails().reason }

// SetLimit notes the limit that ended the call, as it is configured.
func (c *Call) SetLimit(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ensureDetails().limit = text
}

// GiveUp notes why no further attempt is made: the reason, a sentence with its
// numbers, and the limit that was reached, as it is configured.
func (c *Call) GiveUp(reason, detail, limit string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.ensureDetails()
	d.reason, d.detail = reason, detail
	if limit != "" {
		d.limit = limit
	}
}

// Ending returns what a line about the call says of its end: the sentence of
// GiveUp, the limit, and whether a server may have processed the request.
func (c *Call) Ending() (detail, limit string, sent httperror.Delivery) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d := c.details; d != nil {
		detail, limit = d.detail, d.limit
	}
	return detail, limit, c.delivery.value()
}

// Took is the time from the begin of the call to its end, and so far if it has not
// ended. For a call that has failed every reader gets the same.
func (c *Call) Took() time.Duration {
	if took := c.copyOfDetails().took; took > 0 {
		return took
	}
	return c.Elapsed()
}

// Summary is the numbers and the reason of a call, for its line in the log.
type Summary struct {
	Attempts, Redirects int
	Reason              string
	Held                time.Duration // in queues of the client
}

// Summary returns the numbers of attempts and redirects, the reason, and the time
// spent in queues of the client.
func (c *Call) Summary() Summary {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := Summary{Attempts: int(c.complete)}
	if c.details != nil {
		s.Redirects, s.Reason, s.Held = len(c.details.hops), c.details.reason, c.details.held
	}
	return s
}

// IdempotencyKey notes key if none is noted yet, and returns the one that is noted.
func (c *Call) IdempotencyKey(key string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.ensureDetails()
	if m.idempotencyKey == "" {
		m.idempotencyKey = key
	}
	return m.idempotencyKey
}

// Keep notes v for the last line of the log. Kept returns it.
func (c *Call) Keep(v any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if v != nil || c.details != nil {
		c.ensureDetails().kept = v
	}
}

// AtEnd runs f once the call has ended.
func (c *Call) AtEnd(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ensureDetails().atEnd = append(c.ensureDetails().atEnd, f)
}

// Kept returns what Keep has noted, nil without it.
func (c *Call) Kept() any { return c.copyOfDetails().kept }

// SetNative notes an error as the base has made it.
func (c *Call) SetNative(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ensureDetails().native = err
}

// Native is the error of the base for the last attempt, nil if there is none.
func (c *Call) Native() error { return c.copyOfDetails().native }

// HideAdded notes that the query parameters which sent has and req has not are
// secrets, whatever their names are: they are the credentials of a scheme.
func HideAdded(req, sent *http.Request) {
	if req.URL.RawQuery == sent.URL.RawQuery {
		return
	}
	c := From(req.Context())
	if c == nil {
		return
	}
	before := req.URL.Query()
	c.mu.Lock()
	defer c.mu.Unlock()
	m := c.ensureDetails()
	for name := range sent.URL.Query() {
		if !before.Has(name) && !slices.Contains(m.secrets, name) {
			m.secrets = append(m.secrets, name)
		}
	}
}

// Hides reports whether the value of a query parameter is never shown: its name is
// that of a secret, or a scheme has added it.
func (c *Call) Hides(param string) bool {
	return c.Names.Param(param) || slices.Contains(c.copyOfDetails().secrets, param)
}
