package stream_test

import (
	"errors"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

// site answers a page for each path: the value is the Link's target, or with "->" in
// front where the path redirects to.
func site(m *mock.Transport, links map[string]string) {
	for at, to := range links {
		method, u := "GET", at
		if to, ok := strings.CutPrefix(to, "->"); ok {
			m.On(method, u, mock.Status(302).With("Location", to)).AnyTimes()
			continue
		}
		r := mock.Text(200, at)
		if to != "" {
			r = r.With("Link", "<"+to+">; rel=next")
		}
		m.On(method, u, r).AnyTimes()
	}
}

func TestALoopOfPagesEndsWithAnError(t *testing.T) {
	for name, tt := range map[string]struct {
		links map[string]string
		pages int // that were yielded before the error
	}{
		"a page that names itself":               {map[string]string{"http://api.test/a": "/a"}, 1},
		"by another spelling":                    {map[string]string{"http://api.test/a": "/x/../a"}, 1},
		"with a fragment":                        {map[string]string{"http://api.test/a": "/a#2"}, 1},
		"a cycle of two":                         {map[string]string{"http://api.test/a": "/b", "http://api.test/b": "/a"}, 2},
		"a cycle later":                          {map[string]string{"http://api.test/a": "/b", "http://api.test/b": "/c", "http://api.test/c": "/b"}, 3},
		"a redirect to a page before":            {map[string]string{"http://api.test/a": "/b", "http://api.test/b": "->/a"}, 1},
		"a first page that is redirected":        {map[string]string{"http://api.test/a": "->/a1", "http://api.test/a1": "/a"}, 1},
		"a page that is redirected to the first": {map[string]string{"http://api.test/a": "/b", "http://api.test/b": "->/b1", "http://api.test/b1": "/b"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t)
			site(m, tt.links)
			n, last := 0, error(nil)
			for _, err := range stream.Pages(t.Context(), c, "http://api.test/a", stream.NextLink[string]()) {
				if last = err; err == nil {
					n++
				}
				if n > 9 {
					t.Fatal("the loop does not end")
				}
			}
			if n != tt.pages || !errors.Is(last, httperror.Decode) {
				t.Errorf("got %d pages and %v, want %d and an error of kind decode", n, last, tt.pages)
			}
		})
	}
}

func TestPagesOfAnotherOriginGotWhatIsSecret(t *testing.T) {
	for name, tt := range map[string]struct {
		links map[string]string
		with  string // the hosts that get the caller's field, in the order of the requests
		bound bool   // whether the last page, /c, gets what WithAuth has bound to its origin
	}{
		"a link within":                  {map[string]string{"http://api.test/a": "/b", "http://api.test/b": ""}, "api.test api.test", false},
		"a link in another spelling":     {map[string]string{"http://api.test/a": "http://API.test:80/b", "http://api.test/b": ""}, "api.test API.test:80", false},
		"a link elsewhere":               {map[string]string{"http://api.test/a": "http://evil.test/b", "http://evil.test/b": "/c", "http://evil.test/c": ""}, "api.test", false},
		"a link to another port":         {map[string]string{"http://api.test/a": "http://api.test:81/b", "http://api.test:81/b": ""}, "api.test", false},
		"a link that is back":            {map[string]string{"http://api.test/a": "http://evil.test/b", "http://evil.test/b": "http://api.test/c", "http://api.test/c": ""}, "api.test", false},
		"a redirect elsewhere":           {map[string]string{"http://api.test/a": "->http://evil.test/a", "http://evil.test/a": "/b", "http://evil.test/b": ""}, "api.test", false},
		"a later redirect elsewhere":     {map[string]string{"http://api.test/a": "/b", "http://api.test/b": "->http://evil.test/b", "http://evil.test/b": "/c", "http://evil.test/c": ""}, "api.test api.test", false},
		"a redirect elsewhere, and back": {map[string]string{"http://api.test/a": "->http://evil.test/a", "http://evil.test/a": "->http://api.test/b", "http://api.test/b": "/c", "http://api.test/c": ""}, "api.test", true},
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithAuth(auth.Bearer("t")))
			site(m, tt.links)
			for _, err := range stream.Pages(t.Context(), c, "/a", stream.NextLink[string](), outbound.Header("X-Api-Key", "k")) {
				if err != nil {
					t.Fatal(err)
				}
			}
			var with []string
			for _, r := range m.Requests() {
				key, token := r.Header.Get("X-Api-Key") != "", r.Header.Get("Authorization") != ""
				if token != (key || tt.bound) && strings.HasSuffix(r.URL, "/c") {
					t.Errorf("%s got %v", r.URL, r.Header)
				}
				if key {
					with = append(with, strings.Split(r.URL, "/")[2])
				}
			}
			if got := strings.Join(with, " "); got != tt.with {
				t.Errorf("secrets went to %q, want %q", got, tt.with)
			}
		})
	}
}

func TestAnOperationElsewhereGotWhatIsSecret(t *testing.T) {
	for name, tt := range map[string]struct {
		location string
		redirect bool
		secret   bool
	}{
		"within":                          {"/jobs/7", false, true},
		"elsewhere":                       {"http://evil.test/jobs/7", false, false},
		"after a redirect elsewhere":      {"/jobs/7", true, false},
		"back after a redirect elsewhere": {"http://api.test/jobs/7", true, false},
	} {
		t.Run(name, func(t *testing.T) {
			c, m := mock.New(t, outbound.WithBaseURL("http://api.test"), outbound.WithAuth(auth.Bearer("t")))
			begun := mock.Status(201).With("Location", tt.location)
			if tt.redirect {
				m.On("POST", "http://api.test/jobs", mock.Status(303).With("Location", "http://evil.test/begun"))
				m.On("GET", "http://evil.test/begun", begun)
			} else {
				m.On("POST", "http://api.test/jobs", begun)
			}
			for _, host := range []string{"api.test", "evil.test"} {
				m.On("GET", "http://"+host+"/jobs/7", mock.Text(200, "done")).AnyTimes()
			}
			var first outbound.ResponseMeta
			if _, err := outbound.Post[struct{}](t.Context(), c, "/jobs", nil, outbound.Meta(&first)); err != nil {
				t.Fatal(err)
			}
			if got, err := stream.Poll[string](t.Context(), c, &first, stream.Polling{Every: 1}, outbound.Header("X-Api-Key", "k")); err != nil || got != "done" {
				t.Fatalf("got %q, %v", got, err)
			}
			sent := m.Requests()
			h := sent[len(sent)-1].Header
			if (h.Get("X-Api-Key") != "") != tt.secret || (h.Get("Authorization") != "") != tt.secret {
				t.Errorf("got %v", h)
			}
		})
	}
}
