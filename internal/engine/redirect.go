package engine

import (
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/origin"
	"example.com/outbound/internal/request"
	"example.com/outbound/internal/sentence"
)

var errLocation = errors.New("the Location is no http or https URL")

// checkRedirect is the CheckRedirect of the client's own http.Clients. Under
// WithMaxRedirects(0) the redirect is the response; else the function only notes that
// net/http is about to follow it.
//
// It refuses no redirect, since net/http would print the Location, password included, in
// the error of a CheckRedirect. Through HTTP a redirect is refused when the next hop
// arrives ([edge.refusedHop]), at the other entry points before net/http sees it
// ([edge.redirect]).
func (c *Core) checkRedirect(req *http.Request, _ []*http.Request) error {
	if c.MaxRedirects == 0 {
		return http.ErrUseLastResponse
	}
	if record := call.Of(req.Response); record != nil && record.Settings == &c.Settings {
		record.Following(req.Response)
	}
	return nil
}

// isOurs reports whether f is the checkRedirect of a client of this package.
func (c *Core) isOurs(f func(*http.Request, []*http.Request) error) bool {
	return f != nil && SameFunc(f, c.checkRedirect)
}

// redirect prepares a redirect for net/http. It reports done if the response needs
// nothing else; if not, and without an error, the redirect is the response of the call.
//
// At an entry point that ends its calls itself, a redirect that must not or cannot be
// followed is an error here: where the body of the request cannot be sent again, net/http
// would return a 307 as a success.
//
// Through HTTP no redirect is refused here, since the caller's http.Client may follow
// redirects in a way of its own, or not at all. The exception is a Location that does not
// parse, unless the caller has replaced CheckRedirect: net/http fails on it, with an error
// that has no kind. The end of the body of the redirect ends the call, unless
// checkRedirect notes that it is followed.
func (e *edge) redirect(record *call.Call, req *http.Request, resp *http.Response) (done bool, err error) {
	to, err := req.URL.Parse(resp.Header.Get("Location"))
	if !record.EndsAtEntry() && (err == nil || !e.core.isOurs(e.client.CheckRedirect)) {
		if err != nil {
			hideLocation(resp) // net/http prints the Location
		}
		resp.Request = record.Marked(req)
		record.Await(resp)
		record.Deliver(resp, true)
		return true, nil
	}
	if err == nil && e.core.MaxRedirects == 0 {
		return false, nil
	}
	if err != nil {
		err = errLocation
	} else {
		err = e.refusedRedirect(record, req, resp, to)
	}
	if err != nil {
		_ = resp.Body.Close()
		return false, e.redirectError(resp, err)
	}
	record.Await(resp)
	return true, nil
}

// redirectError makes the error of a redirect that is not followed because of err.
func (e *edge) redirectError(resp *http.Response, err error) error {
	he := &httperror.Error{Kind: httperror.Redirect, StatusCode: resp.StatusCode, Status: resp.Status, Err: err}
	if errors.Is(err, errTooMany) {
		he.Limit = "redirects " + strconv.Itoa(e.core.MaxRedirects)
	}
	return he
}

var errTooMany = errors.New("too many redirects")

// refusedRedirect returns why the redirect resp of req must not be followed, nil if it
// may be followed.
func (e *edge) refusedRedirect(record *call.Call, req *http.Request, resp *http.Response, to *url.URL) error {
	refused := func(why string) error {
		return sentence.New(nil, "not followed: redirect from %s://%s to %s refused: %s", req.URL.Scheme, origin.Key(req.URL), e.core.SecretNames.URL(to), why)
	}
	switch {
	case record.Redirects() >= e.core.MaxRedirects:
		return sentence.New(errTooMany, "stopped after %d redirects, the next one leads to %s", e.core.MaxRedirects, e.core.SecretNames.URL(to))
	case to.Scheme != "http" && to.Scheme != "https" || to.Hostname() == "" || request.CheckPort(to) != nil:
		return errLocation
	case req.URL.Scheme == "https" && to.Scheme == "http":
		return refused("it would leave TLS")
	case !replays(resp.StatusCode) && turnsIntoGet(req.Method, resp.StatusCode):
		return refused("it would turn " + strings.ToUpper(req.Method) + " into GET")
	case !replays(resp.StatusCode):
		return nil
	case req.Body == nil || req.Body == http.NoBody:
		return nil
	case req.GetBody == nil:
		return refused("the body can be read only once, and it asks for the body again")
	case !origin.Same(req.URL, to):
		return refused("it would send the body of a " + strings.ToUpper(req.Method) + " to another origin")
	}
	return nil
}

// turnsIntoGet reports whether net/http would do something else than the caller asked
// for: after a 301 or 302 it sends a GET, whatever the method was. A POST is no such
// case, since every client does that, nor is a 303, which asks for a GET (RFC 9110,
// section 15.4.4).
func turnsIntoGet(method string, status int) bool {
	switch strings.ToUpper(method) {
	case "", http.MethodGet, http.MethodHead, http.MethodPost:
		return false
	}
	return status != http.StatusSeeOther
}

// isRedirect reports whether resp is a redirect that net/http follows (RFC 9110, section
// 15.4).
func isRedirect(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return resp.Header.Get("Location") != ""
	}
	return false
}

// replays reports whether a redirect with the status keeps the method and the body.
func replays(status int) bool {
	return status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect
}

// hideLocation removes user info and query from a Location that does not parse.
func hideLocation(resp *http.Response) {
	location := resp.Header.Get("Location")
	location, _, _ = strings.Cut(location, "?")
	if scheme, rest, ok := strings.Cut(location, "//"); ok {
		authority, path, _ := strings.Cut(rest, "/")
		if i := strings.LastIndexByte(authority, '@'); i >= 0 {
			authority = authority[i+1:]
		}
		location = scheme + "//" + authority
		if path != "" {
			location += "/" + path
		}
	}
	resp.Header = resp.Header.Clone()
	resp.Header.Set("Location", location)
}

// SameFunc reports whether f and g, which are functions, have the same code. The receiver
// of a method value is not compared.
func SameFunc(f, g any) bool { return reflect.ValueOf(f).Pointer() == reflect.ValueOf(g).Pointer() }
