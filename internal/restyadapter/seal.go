package restyadapter

import (
	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/engine"
)

// sealedSettings has the settings and hooks that New has taken out of the resty client.
type sealedSettings struct {
	before     int                  // number of hooks of OnBeforeRequest, which stay in the client
	preRequest resty.PreRequestHook // set by SetPreRequestHook
	limiter    resty.RateLimiter    // set by SetRateLimiter
	log        resty.Logger         // set by SetLogger, nil without one
	unparsed   bool                 // set by SetDoNotParseResponse
	header     map[string][]string  // set by SetHeader: see putDefaults
}

// sealHooks gives rc the hooks that every copy of it has. The copies share the memory of
// the hooks. Therefore no slice has spare capacity: a hook that is added to one copy does
// not appear in the others.
//
// sealHooks wraps every function that may fail before the request is sent, so that its
// error is the error of the call. afterBuild calls the hook of SetPreRequestHook.
func (a *adapter) sealHooks(rc *resty.Client) {
	before := (*clientBefore.of(rc))[:0:0]
	for i, h := range *clientBefore.of(rc) {
		if i > 0 { // the first is beforeRequest
			h = a.failing(h)
		}
		before = append(before, h)
	}
	build := []resty.RequestMiddleware{a.failing(a.beforeBuild)}
	for i, h := range *clientBuild.of(rc) {
		switch buildSteps[i] {
		case "parseRequestHeader":
			build = append(build, a.putDefaults)
		case "createCurlCmd":
			h = a.curl(h)
		}
		build = append(build, a.failing(h))
	}
	build = append(build, a.failing(a.afterBuild))
	read := []resty.ResponseMiddleware{a.save, a.parse}
	for _, h := range (*clientAfter.of(rc))[len(readSteps):] {
		read = append(read, a.failingAfter(h))
	}
	read = append(read, a.afterResponse)

	*clientBefore.of(rc) = before[:len(before):len(before)]
	*clientBuild.of(rc) = build[:len(build):len(build)]
	*clientAfter.of(rc) = read[:len(read):len(read)]
	clip(clientSuccess.of(rc))
	clip(clientError.of(rc))
	clip(clientInvalid.of(rc))
	clip(clientPanic.of(rc))
	a.sealed.before = len(before)
	a.sealed.preRequest, *clientPreHook.of(rc) = *clientPreHook.of(rc), nil
	a.sealed.limiter, *clientLimiter.of(rc) = *clientLimiter.of(rc), nil
	a.sealed.unparsed, *clientUnparsed.of(rc) = *clientUnparsed.of(rc), false
	*clientSeeReq.of(rc) = a.seeRequest(*clientSeeReq.of(rc))
	*clientSeeResp.of(rc) = a.seeResponse(*clientSeeResp.of(rc))
}

// failing wraps h: an error of h becomes the error of the call.
func (a *adapter) failing(h resty.RequestMiddleware) resty.RequestMiddleware {
	return func(rc *resty.Client, r *resty.Request) error {
		if err := h(rc, r); err != nil {
			return a.notSent(r, err)
		}
		return nil
	}
}

// failingAfter wraps h, a hook of the caller that sees the response: an error of h becomes
// the error of the call. Its kind stays that of the status if the status is an error.
func (a *adapter) failingAfter(h resty.ResponseMiddleware) resty.ResponseMiddleware {
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

// clip removes the spare capacity of hooks.
func clip[T any](hooks *[]T) { *hooks = (*hooks)[:len(*hooks):len(*hooks)] }
