package main

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestADialThatGoesOnDoesNotChangeTheRecord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch := newTimeline()
		base := roundTripper(func(req *http.Request) (*http.Response, error) {
			trace := httptrace.ContextClientTrace(req.Context())
			trace.ConnectStart("tcp", "192.0.2.1:80")
			go func() { // a second address
				time.Sleep(time.Second)
				trace.ConnectDone("tcp", "192.0.2.1:80", nil)
			}()
			time.Sleep(time.Second)
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://a.example", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := watch.layer(base).RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		got := watch.finish()
		first := screen{}.lines(got) // while the dial ends
		synctest.Wait()
		if again := (screen{}).lines(got); again != first {
			t.Errorf("got\n%s\nthen\n%s", first, again)
		}
	})
}

func TestTheTimeUntilAnAttemptWasCutShortIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		watch := newTimeline()
		base := roundTripper(func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			httptrace.ContextClientTrace(req.Context()).WroteRequest(httptrace.WroteRequestInfo{})
			time.Sleep(2 * time.Second)
			return nil, http.ErrHandlerTimeout
		})
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://a.example", nil)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = watch.layer(base).RoundTrip(req)
		if got := watch.finish().parts(0); len(got) != 1 || got[0].text != "server 2s" {
			t.Errorf("got %v, want server 2s", got)
		}
	})
}

func TestTheTimeThatABodyTakesToSendIsShown(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		err  error // of writing the request
		want string
	}{
		"a body":             {"body", nil, "send 2s, server 1s"},
		"one that broke off": {"body", io.ErrClosedPipe, "send 2s"},
		"none":               {"", nil, "server 1s"},
	} {
		synctest.Test(t, func(t *testing.T) {
			watch := newTimeline()
			base := roundTripper(func(req *http.Request) (*http.Response, error) {
				trace := httptrace.ContextClientTrace(req.Context())
				time.Sleep(time.Second)
				trace.GotConn(httptrace.GotConnInfo{})
				time.Sleep(2 * time.Second)
				trace.WroteRequest(httptrace.WroteRequestInfo{Err: tt.err})
				if tt.err != nil {
					return nil, tt.err
				}
				time.Sleep(time.Second)
				return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
			})
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://a.example", strings.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			_, _ = watch.layer(base).RoundTrip(req)
			var got []string
			for _, p := range watch.finish().parts(0) {
				got = append(got, p.text)
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("%s: got %q, want %q", name, text, tt.want)
			}
		})
	}
}
