package doortest

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/middleware"
)

// asking is a layer that runs ask before it goes on.
func asking(ask func(req *http.Request)) middleware.Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			ask(req)
			return next.RoundTrip(req)
		})
	}
}

// A layer makes calls with the context of the request that passes it, in every
// way, on another client and on its own.
func TestACallInsideALayerTookTheRecordAndTheOptionsOfTheOuterCall(t *testing.T) {
	for _, stage := range []middleware.Stage{middleware.PerCall, middleware.PerAttempt} {
		for _, same := range []bool{false, true} {
			for _, inside := range Doors {
				EachDoor(t, func(t *testing.T, d Door) {
					log, lines := LinesOf()
					base := testkit.Script(func(req *http.Request) (*http.Response, error) {
						if req.URL.Host == "inner.example" {
							return testkit.Status(404)(req)
						}
						return testkit.Text(200, "page")(req)
					})
					inner := NewClient(t, outbound.Preset("inner"), log, outbound.WithMockTransport(base))
					var client *outbound.Client
					var mu sync.Mutex
					var errs []error
					client = NewClient(t, outbound.Preset("outer"), log, outbound.WithMockTransport(base),
						outbound.WithLayer(stage, "mine", asking(func(req *http.Request) {
							if req.URL.Host == "inner.example" {
								return
							}
							with := inner
							if same {
								with = client
							}
							var both sync.WaitGroup
							for range 2 {
								both.Go(func() {
									_, err := inside.Call(req.Context(), with, Ask{Method: "GET", URL: "https://inner.example/"})
									mu.Lock()
									errs = append(errs, err)
									mu.Unlock()
								})
							}
							both.Wait()
						})))
					var meta outbound.ResponseMeta
					got, err := d.Call(t.Context(), client, Get(outbound.Operation("outer-op"), outbound.AllowStatus(404), outbound.Header("X-Secret", Canary), outbound.Query("q", Canary), outbound.Meta(&meta)))
					if err != nil || got.Body != "page" || d.Name != "Call" && (meta.StatusCode != 200 || meta.Attempts != 1) {
						t.Fatalf("%s, %s: got %v, %v, meta %+v", stage, inside.Name, got, err, meta)
					}
					for _, err := range errs {
						e := WantKind(t, err, httperror.ClientStatus)
						if e.Operation != "" || e.Attempts != 1 || e.URL != "https://inner.example/" {
							t.Errorf("%s, %s: got operation %q, %d attempts, URL %s, want the inner call's own", stage, inside.Name, e.Operation, e.Attempts, e.URL)
						}
					}
					for _, r := range base.Requests() {
						if r.URL.Host == "inner.example" && (r.Header.Get("X-Secret") != "" || r.URL.RawQuery != "") {
							t.Errorf("%s, %s: the inner call was sent with the outer call's %v and ?%s", stage, inside.Name, r.Header, r.URL.RawQuery)
						}
					}
					wantInner, wantOuter := 2, 1
					if same {
						wantInner, wantOuter = 0, 3
					}
					if lines("inner") != wantInner || lines("outer") != wantOuter {
						t.Errorf("%s, %s: got %d lines of inner and %d of outer, want %d and %d", stage, inside.Name, lines("inner"), lines("outer"), wantInner, wantOuter)
					}
				})
			}
		}
	}
}

// A token source asks its server with the context that it is given.
func TestTheTokenEndpointGotTheOptionsOfTheCallThatNeededTheToken(t *testing.T) {
	for _, inside := range Doors {
		EachDoor(t, func(t *testing.T, d Door) {
			idpBase := testkit.Script(testkit.Text(404, "not-a-token"))
			idp := NewClient(t, outbound.WithMockTransport(idpBase))
			source := func(ctx context.Context) (auth.Token, error) {
				got, err := inside.Call(ctx, idp, Ask{Method: "GET", URL: "https://idp.example/token"})
				return auth.Token{Value: got.Body}, err
			}
			base := testkit.Script(testkit.Status(200))
			c := NewClient(t, outbound.WithMockTransport(base), outbound.WithAuth(auth.Tokens(source), "https://a.example"))
			_, err := d.Call(t.Context(), c, Get(outbound.Header("X-Api-Key", Canary), outbound.Query("q", "1"), outbound.AllowStatus(404)))
			WantKind(t, err, httperror.Auth)
			base.WantSent(t, 0)
			if r := idpBase.Last(t); r.Header.Get("X-Api-Key") != "" || r.URL.RawQuery != "" {
				t.Errorf("the token endpoint got %v and ?%s", r.Header, r.URL.RawQuery)
			}
		})
	}
}

// The deadline and the end of the outer call are those of the inner one too.
func TestACallInsideALayerOutlivedTheBoundOfTheOuterCall(t *testing.T) {
	for _, stage := range []middleware.Stage{middleware.PerCall, middleware.PerAttempt} {
		for _, inside := range Doors {
			synctest.Test(t, func(t *testing.T) {
				inner := NewClient(t, outbound.WithTimeout(0), outbound.WithAttemptTimeout(0), outbound.WithMockTransport(testkit.Script(testkit.Silence())))
				c := NewClient(t, outbound.WithTimeout(200*time.Millisecond), outbound.WithMockTransport(testkit.Script(testkit.Status(200))),
					outbound.WithLayer(stage, "mine", asking(func(req *http.Request) {
						_, _ = inside.Call(req.Context(), inner, Ask{Method: "GET", URL: "https://inner.example/"})
					})))
				begun := time.Now()
				_, err := outbound.Get[string](t.Context(), c, Get().URL)
				if took := time.Since(begun); took != 200*time.Millisecond || !errors.Is(err, httperror.Deadline) {
					t.Errorf("%s, %s: got %v after %v, want the deadline after 200ms", stage, inside.Name, err, took)
				}
			})
		}
	}
}

// Tracing layers wrap the context of the request.
func TestALayerThatWrapsTheContextBlindedThoseBeneathIt(t *testing.T) {
	type key struct{}
	wrap := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			ctx, cancel := context.WithTimeout(context.WithValue(req.Context(), key{}, "span"), time.Hour)
			context.AfterFunc(req.Context(), cancel)
			return next.RoundTrip(req.Clone(ctx))
		})
	}
	for _, stage := range []middleware.Stage{middleware.PerCall, middleware.PerAttempt} {
		EachDoor(t, func(t *testing.T, d Door) {
			synctest.Test(t, func(t *testing.T) {
				base := testkit.Script(testkit.Silence(), testkit.Status(503), testkit.Text(200, "ok"))
				c := NewClient(t, outbound.Standard(), outbound.WithMockTransport(base), outbound.WithLayer(stage, "span", wrap),
					outbound.WithAttemptTimeout(time.Second), outbound.WithAuth(auth.Bearer("t"), "https://a.example"))
				got, err := d.Call(t.Context(), c, Get(outbound.Operation("op")))
				if err != nil || got.Body != "ok" {
					t.Fatalf("%s: got %v, %v", stage, got, err)
				}
				for n, r := range base.Requests() {
					if r.Context().Value(key{}) != "span" || r.Header.Get("Authorization") != "Bearer t" {
						t.Errorf("%s: attempt %d: value %v, Authorization %q", stage, n+1, r.Context().Value(key{}), r.Header.Get("Authorization"))
					}
				}
				if at := base.Requests()[1].At.Sub(base.Requests()[0].At); at < time.Second || at > 3*time.Second {
					t.Errorf("%s: the second attempt came %v after the first, which is bounded to 1s", stage, at)
				}
			})
		})
	}
}

// net/http lets the request of a response be sent again.
func TestARequestThatCameOfARedirectCouldNotBeSentAgain(t *testing.T) {
	base := Hosts{From: testkit.Redirect(302, "/to"), "https://a.example/to": testkit.Text(200, "ok"), "https://a.example/to?again=1": testkit.Text(200, "again")}.Serve()
	log, lines := LinesOf()
	c := NewClient(t, outbound.Preset("c"), log, outbound.WithMockTransport(base))
	send := map[string]func(*http.Request) (*http.Response, error){
		"Do":   func(req *http.Request) (*http.Response, error) { return c.Do(req) },
		"HTTP": c.HTTP().Do,
	}
	for first, one := range send {
		for second, two := range send {
			before := lines("c")
			ctx, cancel := context.WithCancel(t.Context())
			resp, err := one(testkit.Get(t, From).WithContext(ctx))
			if err != nil {
				t.Fatal(err)
			}
			_, _ = Read(resp)
			if resp.Request.Context().Err() != nil {
				t.Errorf("%s: the context of the response's request has ended: %v", first, resp.Request.Context().Err())
			}
			again, err := two(resp.Request.Clone(context.Background()))
			cancel()
			if err != nil {
				t.Errorf("%s, then %s: got %v", first, second, err)
				continue
			}
			if got, err := Read(again); err != nil || got.Body != "ok" {
				t.Errorf("%s, then %s: got %v, %v", first, second, got, err)
			}
			if got := lines("c") - before; got != 2 {
				t.Errorf("%s, then %s: got %d lines, want 2", first, second, got)
			}
		}
	}
	resp, err := c.Do(testkit.Get(t, From))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = Read(resp)
	resp, err = c.Do(resp.Request.Clone(t.Context()), outbound.Query("again", "1"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Read(resp); got.Body != "again" || err != nil {
		t.Errorf("got %q, %v, want the option Query of the second call put on", got.Body, err)
	}
}

// CheckResponse inside a layer is given responses of other clients.
func TestCheckResponseTookTheOuterCallForThatOfAForeignResponse(t *testing.T) {
	var got error
	c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))),
		outbound.WithLayer(middleware.PerCall, "mine", asking(func(req *http.Request) {
			resp := testkit.Response(404, "no")
			resp.Request = req
			got = outbound.CheckResponse(resp)
		})))
	if _, err := outbound.Get[string](t.Context(), c, Get().URL, outbound.AllowStatus(404), outbound.Operation("outer")); err != nil {
		t.Fatal(err)
	}
	if e := WantKind(t, got, httperror.ClientStatus); e.Operation != "" || e.Attempts != 0 {
		t.Errorf("got operation %q and %d attempts, want none of the outer call's", e.Operation, e.Attempts)
	}
}

func TestALayerThatLosesAResponseLeftItOpen(t *testing.T) {
	lose := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			if _, err := next.RoundTrip(req); err != nil {
				return nil, err
			}
			return nil, errors.New("lost")
		})
	}
	for _, stage := range []middleware.Stage{middleware.PerCall, middleware.PerAttempt} {
		EachDoor(t, func(t *testing.T, d Door) {
			base := testkit.Script(testkit.Text(200, strings.Repeat("x", 100_000)))
			c := NewClient(t, outbound.WithMockTransport(base), outbound.WithLayer(stage, "lose", lose))
			if _, err := d.Call(t.Context(), c, Get()); err == nil {
				t.Fatal("got no error")
			}
			base.WantClosed(t)
		})
	}
}

func TestABodylessAnswerOfALayerPanicked(t *testing.T) {
	for _, stage := range []middleware.Stage{middleware.PerCall, middleware.PerAttempt} {
		for _, code := range []int{200, 204, 302, 404} {
			EachDoor(t, func(t *testing.T, d Door) {
				c := NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Status(200))), outbound.WithLayer(stage, "stub",
					func(http.RoundTripper) http.RoundTripper {
						return middleware.Func(func(*http.Request) (*http.Response, error) {
							return &http.Response{StatusCode: code, Header: http.Header{}}, nil
						})
					}))
				got, err := d.Call(t.Context(), c, Get())
				if code == 404 {
					WantKind(t, err, httperror.ClientStatus)
				} else if err != nil || got != (Answer{code, ""}) {
					t.Errorf("%s, %d: got %v, %v", stage, code, got, err)
				}
			})
		}
	}
}
