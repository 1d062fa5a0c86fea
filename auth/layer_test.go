package auth_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/middleware"
)

type closer struct {
	io.Reader
	close func()
}

func (c closer) Close() error { c.close(); return nil }

func TestWithoutBindingsThereIsNoLayer(t *testing.T) {
	if auth.New() != nil {
		t.Error("got a layer, want none")
	}
}

func TestCredentialsGoToTheirOriginsOnly(t *testing.T) {
	const own, other = home + "/x", "https://other.example/x"
	for _, tt := range []struct {
		name string
		hops []string
		url  string
		want string
	}{
		{"its own", nil, own, "Bearer t"},
		{"another", nil, other, ""},
		{"a redirect within", []string{own}, own, "Bearer t"},
		{"a redirect away", []string{own}, other, ""},
		{"away and back", []string{own, other}, own, ""},
		{"away, back and on", []string{own, other, own}, own, ""},
		{"from elsewhere", []string{other}, own, ""},
		{"between two named", []string{own}, "https://second.example/", "Bearer t"},
		{"between two named and back", []string{own, "https://second.example/"}, own, "Bearer t"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base := &record{}
			rt := chain(t, base, auth.Bearer("t"), home, "https://second.example")
			send(t, rt, onCall(t, get(t, tt.url), tt.hops...))
			if got := base.fields()[0]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestTheFirstBindingThatCoversARequestIsItsOwn(t *testing.T) {
	base := &record{}
	bind := func(token, raw string) auth.Binding {
		return auth.Binding{Scheme: auth.Bearer(token), Origins: []auth.Origin{auth.OriginOf(parse(t, raw))}}
	}
	rt := middleware.Chain(base, auth.New(bind("a", home), bind("b", home), bind("c", "https://c.example")))
	send(t, rt, get(t, home))
	send(t, rt, get(t, "https://c.example"))
	if got := base.fields(); !slices.Equal(got, []string{"Bearer a", "Bearer c"}) {
		t.Errorf("got %q", got)
	}
}

// answering is a Challenger that counts.
type answering struct{ authorized, challenged int }

func (s *answering) Authorize(req *http.Request) error {
	if _, has := req.Header["Authorization"]; !has {
		s.authorized++
		req.Header.Set("Authorization", fmt.Sprint("try ", s.authorized))
	}
	return nil
}

func (s *answering) Challenge(resp *http.Response) (bool, error) {
	s.challenged++
	if got, want := resp.Request.Header.Get("Authorization"), fmt.Sprint("try ", s.authorized); got != want {
		return false, fmt.Errorf("got request with %q, want %q", got, want)
	}
	return true, nil
}

func TestAChallengeIsAnsweredOnce(t *testing.T) {
	for _, tt := range []struct {
		name     string
		statuses []int
		prepare  func(*testing.T, *http.Request) *http.Request
		want     []string
		status   int
	}{
		{"a 200 is no challenge", []int{200}, nil, []string{"try 1"}, 200},
		{"a 403 is no challenge", []int{403}, nil, []string{"try 1"}, 403},
		{"a 401 is answered", []int{401, 200}, nil, []string{"try 1", "try 2"}, 200},
		{"the second 401 is the answer", []int{401}, nil, []string{"try 1", "try 2"}, 401},
		{"inside a call, where the header is copied in place", []int{401, 200}, func(t *testing.T, r *http.Request) *http.Request {
			return onCall(t, r)
		}, []string{"try 1", "try 2"}, 200},
		{"when the header was the chain's already", []int{401, 200}, func(t *testing.T, r *http.Request) *http.Request {
			return call.Writable(onCall(t, r))
		}, []string{"try 1", "try 2"}, 200},
		{"the caller's own field is not replaced", []int{401, 200}, func(_ *testing.T, r *http.Request) *http.Request {
			r.Header.Set("Authorization", "mine")
			return r
		}, []string{"mine"}, 401},
		{"a body that cannot be had again", []int{401, 200}, func(_ *testing.T, r *http.Request) *http.Request {
			r.GetBody = nil
			return r
		}, []string{"try 1"}, 401},
		{"a body that fails to be had again", []int{401, 200}, func(_ *testing.T, r *http.Request) *http.Request {
			r.GetBody = func() (io.ReadCloser, error) { return nil, errors.New("gone") }
			return r
		}, []string{"try 1"}, 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			base := &record{statuses: tt.statuses}
			req := post(t, home, "body")
			if tt.prepare != nil {
				req = tt.prepare(t, req)
			}
			status := send(t, chain(t, base, &answering{}, home), req)
			if got := base.fields(); status != tt.status || !slices.Equal(got, tt.want) {
				t.Errorf("got %d after %q, want %d after %q", status, got, tt.status, tt.want)
			}
			for _, body := range base.bodies {
				if body != "body" {
					t.Errorf("got body %q, want all of it", body)
				}
			}
			base.base.WantClosed(t)
		})
	}
}

func TestTheRequestOfTheCallerIsLeftAlone(t *testing.T) {
	req := get(t, home+"/path")
	req.Header.Set("Accept", "text/plain")
	send(t, chain(t, &record{statuses: []int{401}}, &answering{}, home), req)
	send(t, chain(t, &record{}, auth.QueryKey("k", "v"), home), req)
	if len(req.Header) != 1 || req.URL.String() != home+"/path" {
		t.Errorf("got %v %s", req.Header, req.URL)
	}
}

// refusing is a Challenger that cannot answer.
type refusing struct{ answering }

func (*refusing) Challenge(*http.Response) (bool, error) { return false, errors.New("no answer") }

func TestAChallengeThatFailsIsAnErrorOfKindAuth(t *testing.T) {
	base := &record{statuses: []int{401}}
	resp, err := chain(t, base, &refusing{}, home).RoundTrip(get(t, home))
	if resp != nil || !errors.Is(err, httperror.Auth) {
		t.Errorf("got %v, %v, want kind auth alone", resp, err)
	}
	base.base.WantClosed(t)
}

func TestAFailureAfterTheContextIsTheContexts(t *testing.T) {
	fails := auth.Func(func(req *http.Request) error { return req.Context().Err() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := chain(t, &record{}, fails, home).RoundTrip(get(t, home).WithContext(ctx))
	if !errors.Is(err, httperror.Canceled) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want kind canceled", err)
	}
	if strings.Contains(err.Error(), "auth") {
		t.Errorf("got %q, want no word of auth", err)
	}
}
