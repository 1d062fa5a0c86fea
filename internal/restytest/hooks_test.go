package restytest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

type hookKey struct{}

// A hook fetches a token, wraps the context or replaces it: resty's own idioms.
// Each call has one line of its own, with its own client, URL and options.
func TestACallInAHookTookTheRecordOfTheOuterCall(t *testing.T) {
	const token = "https://idp.example/token"
	type hooks struct {
		before func(rc *resty.Client, r *resty.Request) error
		pre    func(raw *http.Request) error
		inner  string // client of the call in the hook, "" without one
	}
	var idp *outbound.Client
	for name, h := range map[string]hooks{
		"R of another client": {before: func(_ *resty.Client, r *resty.Request) error {
			_, err := idp.R(r.Context()).Get(token)
			return err
		}, inner: "idp"},
		"HTTP of another client": {before: func(_ *resty.Client, r *resty.Request) error {
			req, _ := http.NewRequestWithContext(r.Context(), "GET", token, nil)
			resp, err := idp.HTTP().Do(req)
			if err == nil {
				err = resp.Body.Close()
			}
			return err
		}, inner: "idp"},
		"Get of another client": {before: func(_ *resty.Client, r *resty.Request) error {
			_, err := outbound.Get[string](r.Context(), idp, token)
			return err
		}, inner: "idp"},
		"R of the same resty client": {before: func(rc *resty.Client, r *resty.Request) error {
			if strings.HasPrefix(r.URL, "https://idp") {
				return nil
			}
			_, err := rc.R().SetContext(r.Context()).Get(token)
			return err
		}, inner: "api"},
		"one with a context of its own": {before: func(rc *resty.Client, r *resty.Request) error {
			if strings.HasPrefix(r.URL, "https://idp") {
				r.SetContext(context.Background())
				return nil
			}
			_, err := rc.R().Get(token)
			return err
		}, inner: "api"},
		"a context with a value": {before: func(_ *resty.Client, r *resty.Request) error {
			r.SetContext(context.WithValue(r.Context(), hookKey{}, "v"))
			return nil
		}},
		"a context with a deadline": {before: func(_ *resty.Client, r *resty.Request) error {
			ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
			context.AfterFunc(t.Context(), cancel)
			r.SetContext(ctx)
			return nil
		}},
		"a context in the place of ours": {before: func(_ *resty.Client, r *resty.Request) error {
			r.SetContext(context.Background())
			return nil
		}},
		"a trace": {before: func(_ *resty.Client, r *resty.Request) error {
			r.EnableTrace()
			return nil
		}},
		"a clone before the send": {pre: func(raw *http.Request) error {
			clone := raw.Clone(raw.Context())
			clone.URL.Host, clone.Host = "idp.example", ""
			resp, err := idp.HTTP().Do(clone)
			if err == nil {
				err = resp.Body.Close()
			}
			return err
		}, inner: "idp"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			logger := outbound.WithLogger(zerolog.New(&log).Level(zerolog.InfoLevel))
			value := any(nil)
			base := testkit.Script(testkit.Text(200, "ok"))
			base.See = func(s testkit.Sent) { value = s.Context().Value(hookKey{}) }
			idp = doortest.NewClient(t, outbound.Preset("idp"), outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))), logger)
			c := doortest.NewClient(t, outbound.Preset("api"), outbound.WithMockTransport(base), logger, outbound.WithResty(func(rc *resty.Client) {
				if h.before != nil {
					rc.OnBeforeRequest(h.before)
				}
				if h.pre != nil {
					rc.SetPreRequestHook(func(_ *resty.Client, raw *http.Request) error { return h.pre(raw) })
				}
			}))
			var meta outbound.ResponseMeta
			r := c.R(t.Context(), outbound.Operation("outer"), outbound.Meta(&meta))
			for range 2 {
				log.Reset()
				meta = outbound.ResponseMeta{}
				if _, err := r.Get("https://api.example/"); err != nil {
					t.Fatal(err)
				}
				var lines []string
				for line := range bytes.Lines(log.Bytes()) {
					var l struct{ Client, URL, Operation string }
					if err := json.Unmarshal(line, &l); err != nil {
						t.Fatal(err)
					}
					lines = append(lines, l.Client+" "+strings.Split(l.URL, "/")[2]+" "+l.Operation)
				}
				want := "api api.example outer"
				if h.inner != "" {
					want = h.inner + " idp.example \n" + want
				}
				if got := strings.Join(lines, "\n"); got != want || meta.Attempts != 1 {
					t.Errorf("got the lines\n%s\nand %d attempts, want\n%s", got, meta.Attempts, want)
				}
				if want := name == "a context with a value"; (value == "v") != want {
					t.Errorf("the base saw the value %v", value)
				}
			}
		})
	}
}

func TestACallWhoseContextAHookHasWrappedNeverEnded(t *testing.T) {
	counting, calls := doortest.Count()
	c := doortest.NewClient(t, counting, outbound.WithMockTransport(testkit.Script(testkit.JSON(200, `{"a":`))))
	r := c.R(t.Context()).EnableTrace().SetResult(&doortest.User{})
	for range 2 {
		_, err := r.Get(doortest.Get().URL)
		if e := doortest.WantKind(t, err, "decode"); e.StatusCode != 200 || e.Attempts != 1 || e.URL == "" {
			t.Errorf("got %+v", e)
		}
	}
	if begun, ended := calls(); begun != 2 || ended != 2 {
		t.Errorf("%d calls have begun and %d have ended, want 2", begun, ended)
	}
}

func TestAHookThatPanicsLeftItsCallOpen(t *testing.T) {
	for name, panics := range map[string]func(rc *resty.Client){
		"before": func(rc *resty.Client) {
			rc.OnBeforeRequest(func(*resty.Client, *resty.Request) error { panic("before") })
		},
		"after": func(rc *resty.Client) {
			rc.OnAfterResponse(func(*resty.Client, *resty.Response) error { panic("after") })
		},
	} {
		counting, calls := doortest.Count()
		c := doortest.NewClient(t, counting, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))), outbound.WithResty(panics))
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the panic did not reach the caller", name)
				}
			}()
			_, _ = c.R(t.Context()).Get(doortest.Get().URL)
		}()
		if begun, ended := calls(); begun != 1 || ended != 1 {
			t.Errorf("%s: %d calls have begun and %d have ended, want 1", name, begun, ended)
		}
	}
}

// Options of R belong to R, wherever the request or its context goes.
func TestACallOfRInsideALayerHadTheOptionsOfTheOuterCall(t *testing.T) {
	inner := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Status(404))))
	var got error
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "ok"))), outbound.WithResty(func(rc *resty.Client) {
		rc.OnBeforeRequest(func(_ *resty.Client, r *resty.Request) error {
			_, got = inner.R(r.Context()).Get("https://inner.example/")
			return nil
		})
	}))
	if _, err := c.R(t.Context(), outbound.Operation("outer"), outbound.AllowStatus(404), outbound.Timeout(time.Minute)).Get(doortest.Get().URL); err != nil {
		t.Fatal(err)
	}
	if e := doortest.WantKind(t, got, "client_status"); e.Operation != "" || e.URL != "https://inner.example/" {
		t.Errorf("got %+v, want none of the outer call's options", e)
	}
}
