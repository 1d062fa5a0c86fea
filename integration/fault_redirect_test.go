package integration_test

import (
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

func redirectFaults() []fault {
	eleven := outcome{kind: httperror.Redirect, attempts: 11, requests: 11}
	return []fault{
		{name: "redirect loop", provoke: on(faultserver.Loop()), get: eleven, post: eleven},
		{name: "eleven hops", provoke: on(hops(11)...), get: eleven, post: eleven},
		{name: "ten hops", provoke: on(hops(10)...), get: answered(11), post: answered(11)},
		{
			name: "https to http",
			provoke: func(t *testing.T) scene {
				s, plain := encrypted(nil)(t), faultserver.Start(t)
				s.seen.Script(faultserver.Redirect(302, plain.URL+"/y"))
				s.servers = []*faultserver.Server{plain}
				s.after = func(t *testing.T) { unasked(t, plain) }
				return s
			},
			get: failed(httperror.Redirect), post: failed(httperror.Redirect),
		},
		{
			name:    "cross-origin with Authorization, X-Api-Key and Cookie",
			provoke: guarded(302, false),
			get:     answered(1), post: answered(1),
		},
		{
			name:    "a to b to a",
			provoke: guarded(302, true),
			get:     answered(2), post: answered(2),
		},
		{
			name: "307 with a body to another origin",
			provoke: func(t *testing.T) scene {
				other := faultserver.Start(t)
				s := on(faultserver.Redirect(307, other.URL+"/y"))(t)
				s.servers = []*faultserver.Server{other}
				return s
			},
			get: answered(1), post: failed(httperror.Redirect),
		},
		{
			name:    "307 with a body on the same origin",
			provoke: on(faultserver.Redirect(307, "/y"), faultserver.JSON("{}")),
			get:     answered(2), post: answered(2),
		},
		{
			name:    "relative Location",
			provoke: on(faultserver.Redirect(302, "../y?z=1"), faultserver.JSON("{}")),
			get:     answered(2), post: answered(2),
		},
		{
			name:    "missing Location", // then it is an answer
			provoke: on(faultserver.Answer(302, "{}", "Content-Type", "application/json")),
			get:     answered(1), post: answered(1),
		},
		{
			name:    "unparsable Location",
			provoke: on(faultserver.Redirect(302, "http://user:"+canary+"-location@127.0.0.1:port/")),
			get:     failed(httperror.Redirect).or2(httperror.Protocol), post: failed(httperror.Redirect).or2(httperror.Protocol),
		},
		{
			name:    "300 is not a redirect",
			provoke: on(faultserver.Answer(300, "{}", "Content-Type", "application/json", "Location", "/y")),
			get:     answered(1), post: answered(1),
		},
		{
			name:    "304 is not a redirect",
			provoke: on(faultserver.BodyAfter(304, "")),
			get:     answered(1), post: answered(1),
		},
	}
}

func hops(n int) []faultserver.Step {
	var steps []faultserver.Step
	for range n {
		steps = append(steps, faultserver.Redirect(302, "/next"))
	}
	return append(steps, faultserver.JSON("{}"))
}
