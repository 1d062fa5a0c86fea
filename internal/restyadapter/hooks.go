package restyadapter

import (
	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/engine"
)

// restyHooks is what New has left of the hooks and settings of the resty client.
type restyHooks struct {
	before     int                  // OnBeforeRequest
	preRequest resty.PreRequestHook // SetPreRequestHook
	limiter    resty.RateLimiter    // SetRateLimiter
	log        resty.Logger         // SetLogger, nil without
	unparsed   bool                 // SetDoNotParseResponse
	header     map[string][]string  // SetHeader, of the base URL's origin only
}

// sealHooks makes the hooks of rc those of every copy of it. A copy shares the
// memory of the hooks: without room at the end, a hook that is added to one copy
// does not show in the others.
//
// Every function that may fail before the request is sent is wrapped, so that its
// error is the call's. Resty's own hook for the last step, of which it has one,
// is called by afterBuild.
func (c *adapter) sealHooks(rc *resty.Client) {
	before := (*clientBefore.of(rc))[:0:0]
	for i, h := range *clientBefore.of(rc) {
		if i > 0 { // the first is beforeRequest
			h = c.failing(h)
		}
		before = append(before, h)
	}
	build := []resty.RequestMiddleware{c.failing(c.beforeBuild)}
	for i, h := range *clientBuild.of(rc) {
		switch restyBuild[i] {
		case "parseRequestHeader":
			build = append(build, c.defaults)
		case "createCurlCmd":
			h = c.curl(h)
		}
		build = append(build, c.failing(h))
	}
	build = append(build, c.failing(c.afterBuild))
	read := []resty.ResponseMiddleware{c.save, c.parse}
	for _, h := range (*clientAfter.of(rc))[len(restyRead):] {
		read = append(read, c.failingAfter(h))
	}
	read = append(read, c.afterResponse)

	*clientBefore.of(rc) = before[:len(before):len(before)]
	*clientBuild.of(rc) = build[:len(build):len(build)]
	*clientAfter.of(rc) = read[:len(read):len(read)]
	clip(clientSuccess.of(rc))
	clip(clientError.of(rc))
	clip(clientInvalid.of(rc))
	clip(clientPanic.of(rc))
	c.sealed.before = len(before)
	c.sealed.preRequest, *clientPreHook.of(rc) = *clientPreHook.of(rc), nil
	c.sealed.limiter, *clientLimiter.of(rc) = *clientLimiter.of(rc), nil
	c.sealed.unparsed, *clientUnparsed.of(rc) = *clientUnparsed.of(rc), false
	*clientSeeReq.of(rc) = c.seeRequest(*clientSeeReq.of(rc))
	*clientSeeResp.of(rc) = c.seeResponse(*clientSeeResp.of(rc))
}

// failing is h, whose error becomes the call's.
func (c *adapter) failing(h resty.RequestMiddleware) resty.RequestMiddleware {
	return func(rc *resty.Client, r *resty.Request) error {
		if err := h(rc, r); err != nil {
			return c.notSent(r, err)
		}
		return nil
	}
}

// failingAfter is h, a hook of the caller's that sees the response, whose error
// becomes the call's. The kind of a status stays.
func (c *adapter) failingAfter(h resty.ResponseMiddleware) resty.ResponseMiddleware {
	return func(rc *resty.Client, resp *resty.Response) error {
		err := h(rc, resp)
		x := executionOf(resp.Request)
		if err == nil || x == nil || resp.RawResponse == nil {
			return err
		}
		e := x.call.Typed(err)
		kind := x.call.KindOf(resp.RawResponse)
		if kind == "" {
			kind = e.Kind
		}
		status := engine.ResponseError(x.call, resp.RawResponse, kind, resp.Body())
		status.Err = e.Err
		return status
	}
}

func clip[T any](hooks *[]T) { *hooks = (*hooks)[:len(*hooks):len(*hooks)] }

func cloneMap(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func cloneValues(m map[string][]string) map[string][]string {
	out := make(map[string][]string, len(m))
	for k, v := range m {
		out[k] = append([]string(nil), v...)
	}
	return out
}
