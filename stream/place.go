package stream

import (
	"errors"
	"net/url"

	"example.com/outbound"
	"example.com/outbound/internal/callconfig"
	"example.com/outbound/internal/callkey"
	"example.com/outbound/internal/origin"
)

// place is where a walk over pages is.
type place struct {
	opts    []outbound.CallOption
	foreign bool            // the walk has left the origin that the caller has named
	barred  bool            // and a page elsewhere has named one of a third origin
	asked   string          // the page that was asked for last, "" for the first one
	seen    map[string]bool // pages that were asked for, and those that have answered
}

var errAgain = errors.New("the next page is one that was there already")

// arrive notes the page that has answered: after a redirect it is another one than
// was asked for.
func (p *place) arrive(meta outbound.ResponseMeta) error {
	if meta.URL == nil {
		return nil
	}
	at := withoutFragment(meta.URL)
	if p.seen[at] && at != p.asked {
		return pageError(meta, errAgain)
	}
	p.seen[at] = true
	p.foreign = p.foreign || crossed(meta)
	return nil
}

// leave is the address and the options for the page that the present one names.
func (p *place) leave(meta outbound.ResponseMeta, to string) (string, []outbound.CallOption, error) {
	u, err := resolve(meta.URL, to)
	if err == nil && p.seen[withoutFragment(u)] {
		err = errAgain
	}
	if err != nil {
		return "", nil, pageError(meta, err)
	}
	p.asked = withoutFragment(u)
	p.seen[p.asked] = true
	elsewhere := !origin.Same(meta.URL, u)
	p.barred = p.barred || p.foreign && elsewhere
	p.foreign = p.foreign || elsewhere
	return u.String(), named(p.opts, p.foreign, p.barred), nil
}

// named are the options for an address that a server has named. An address of another
// origin gets no field of the caller's, and credentials only if they are bound to that
// origin; with barred it gets none, since a stranger has named it.
func named(opts []outbound.CallOption, foreign, barred bool) []outbound.CallOption {
	return append(opts[:len(opts):len(opts)], func(c *callconfig.Config) {
		c.Query, c.Params = nil, nil // the address has them
		c.Foreign = c.Foreign || foreign || barred
		c.Barred = c.Barred || barred
	})
}

// crossed reports whether a redirect of a call has left the origin of its request.
func crossed(meta outbound.ResponseMeta) bool { return callkey.Crossed(meta) }

// resolve is the URL to, which may be relative to from.
func resolve(from *url.URL, to string) (*url.URL, error) {
	if from == nil {
		return nil, errors.New("the address of the page is not known")
	}
	u, err := from.Parse(to)
	if err != nil {
		return nil, errors.New("the address that the server names is not a URL")
	}
	return u, nil
}

// withoutFragment is u as it is asked for.
func withoutFragment(u *url.URL) string {
	asked := *u
	asked.Fragment, asked.RawFragment = "", ""
	return asked.String()
}
