package outbound

import (
	"errors"
	"fmt"
	"net/http"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/callinfo"
	"example.com/outbound/internal/origin"
)

var (
	errLocation   = errors.New("the Location is no http or https URL")
	errDowngrade  = errors.New("a redirect from https to http is refused")
	errReplay     = errors.New("the body cannot be sent again to where the redirect leads")
	errCrossReply = errors.New("a redirect that would send the body to another origin is refused")
)

// follows reports whether net/http will follow resp. A redirect that must not or
// cannot be followed is refused here, inside the chain: net/http would print its
// Location, password included, or hand a 307 without its body out as a success.
func (e *edge) follows(call *callinfo.Call, req *http.Request, resp *http.Response) (bool, error) {
	replays, is := redirects(resp.StatusCode)
	if !is {
		return false, nil
	}
	location := resp.Header.Get("Location")
	if location == "" {
		return false, nil
	}
	refuse := func(err error) (bool, error) {
		return false, &httperror.Error{Kind: httperror.Redirect, StatusCode: resp.StatusCode, Status: resp.Status, Err: err}
	}
	to, err := req.URL.Parse(location)
	switch {
	case err != nil: // net/http makes an error of it even if nothing is followed
		return refuse(errLocation)
	case e.maxRedirects == 0:
		return false, nil
	case call.Redirects() >= e.maxRedirects:
		return refuse(fmt.Errorf("stopped after %d redirects", e.maxRedirects))
	case to.Scheme != "http" && to.Scheme != "https" || to.Hostname() == "":
		return refuse(errLocation)
	case req.URL.Scheme == "https" && to.Scheme == "http":
		return refuse(errDowngrade)
	case !replays || req.Body == nil || req.Body == http.NoBody:
		return true, nil
	case req.GetBody == nil:
		return refuse(errReplay)
	case !origin.Same(req.URL, to):
		return refuse(errCrossReply)
	}
	return true, nil
}

// redirects reports whether a status is a redirect that is followed, and whether
// the body goes along (RFC 9110, section 15.4).
func redirects(code int) (replays, is bool) {
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther:
		return false, true
	case http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true, true
	}
	return false, false
}
