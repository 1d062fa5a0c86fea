package restytest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
)

func TestTheBodyOfSetDoNotParseResponseWasCutOffByOurOwnCancel(t *testing.T) {
	rest := strings.Repeat("x", 1<<20)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/404" {
			w.WriteHeader(404)
		}
		_, _ = io.WriteString(w, rest[:1000])
		w.(http.Flusher).Flush()
		_, _ = io.WriteString(w, rest[1000:])
	}))
	defer s.Close()
	seen := ""
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL), outbound.WithResty(func(rc *resty.Client) {
		rc.OnAfterResponse(func(*resty.Client, *resty.Response) error { seen += "after "; return nil })
		rc.OnSuccess(func(*resty.Client, *resty.Response) { seen += "success " })
		rc.OnError(func(_ *resty.Request, err error) {
			var re *resty.ResponseError
			if errors.As(err, &re) && re.Response.StatusCode() == 404 {
				seen += "error "
			}
		})
	}))
	for path, tt := range map[string]struct {
		opts []outbound.CallOption
		kind httperror.Kind
		seen string
	}{
		"/":     {nil, "", "success "},
		"/404":  {nil, httperror.ClientStatus, "error "},
		"/404?": {[]outbound.CallOption{outbound.AllowStatus(404)}, "", "success "},
	} {
		seen = ""
		r := c.R(t.Context(), tt.opts...).SetDoNotParseResponse(true).SetResult(&doortest.User{})
		for range 2 {
			resp, err := r.Get(path)
			if httperror.Classify(err) != tt.kind || resp == nil || resp.RawBody() == nil {
				t.Fatalf("%s: got %v, %v, want kind %q and a body", path, resp, err, tt.kind)
			}
			if e := new(outbound.HTTPError); errors.As(err, &e) && (e.StatusCode != 404 || e.Attempts != 1 || len(e.Body) > 0) {
				t.Errorf("got %+v", e)
			}
			if got, err := io.ReadAll(resp.RawBody()); err != nil || len(got) != len(rest) {
				t.Errorf("%s: got %d bytes, %v, want %d", path, len(got), err, len(rest))
			}
			_ = resp.RawBody().Close()
		}
		if seen != tt.seen+tt.seen {
			t.Errorf("%s: the hooks were called as %q, want %q twice", path, seen, tt.seen)
		}
	}
}

func TestABodyThatIsHandedOverEndsItsCallWhenItIsClosed(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(500)
		w.(http.Flusher).Flush()
	}))
	defer s.Close()
	counting, calls := doortest.Count()
	c := doortest.NewClient(t, counting)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	resp, err := c.R(ctx).SetDoNotParseResponse(true).Get(s.URL)
	doortest.WantKind(t, err, httperror.ServerStatus)
	if begun, ended := calls(); begun != 1 || ended != 0 {
		t.Errorf("%d calls have begun and %d have ended, want that of the body under way", begun, ended)
	}
	_ = resp.RawBody().Close()
}

func TestTheBodyOfOnResponseLogStaysTheCallers(t *testing.T) {
	var status, logged int
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }))
	defer s.Close()
	c := doortest.NewClient(t, outbound.WithResty(func(rc *resty.Client) {
		rc.OnResponseLog(func(l *resty.ResponseLog) error { logged++; return nil })
		rc.OnError(func(_ *resty.Request, err error) {
			if e := new(outbound.HTTPError); errors.As(err, &e) {
				status = e.StatusCode
			}
		})
	}))
	resp, err := c.R(t.Context()).SetDoNotParseResponse(true).SetDebug(true).Get(s.URL)
	doortest.WantKind(t, err, httperror.ClientStatus)
	_ = resp.RawBody().Close()
	if logged != 1 || status != 404 {
		t.Errorf("OnResponseLog was called %d times, OnError saw status %d", logged, status)
	}
}
