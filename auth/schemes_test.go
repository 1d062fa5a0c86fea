package auth_test

import (
	"errors"
	"net/http"
	"testing"

	"example.com/outbound/auth"
	"example.com/outbound/httperror"
)

func TestSchemesWriteTheirField(t *testing.T) {
	for _, tt := range []struct {
		name   string
		scheme auth.Scheme
		field  string
		want   string
	}{
		{"the example of RFC 7617", auth.Basic("Aladdin", "open sesame"), "Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
		{"the UTF-8 example of RFC 7617", auth.Basic("test", "123£"), "Authorization", "Basic dGVzdDoxMjPCow=="},
		{"a password with a colon", auth.Basic("a", "b:c"), "Authorization", "Basic YTpiOmM="},
		{"no password", auth.Basic("sk_key", ""), "Authorization", "Basic c2tfa2V5Og=="},
		{"the example of RFC 6750", auth.Bearer("mF_9.B5f-4.1JqM"), "Authorization", "Bearer mF_9.B5f-4.1JqM"},
		{"a key", auth.APIKey("x-api-key", "k"), "X-Api-Key", "k"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := authorized(t, tt.scheme, get(t, home))
			if got := req.Header.Get(tt.field); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			req = get(t, home)
			req.Header.Set(tt.field, "the caller's")
			authorized(t, tt.scheme, req)
			if got := req.Header.Get(tt.field); got != "the caller's" {
				t.Errorf("got %q, want the caller's own field", got)
			}
		})
	}
}

func TestQueryKeyIsAppended(t *testing.T) {
	for _, tt := range []struct{ name, url, want string }{
		{"no query", home + "/a", home + "/a?api+key=a%26b"},
		{"a query is left as it is", home + "/a?z=1&b=%2f", home + "/a?z=1&b=%2f&api+key=a%26b"},
		{"the caller's own key wins", home + "/a?api+key=mine", home + "/a?api+key=mine"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			req := get(t, tt.url)
			before := req.URL
			authorized(t, auth.QueryKey("api key", "a&b"), req)
			if got := req.URL.String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if before.String() != tt.url {
				t.Error("the URL of the caller was changed")
			}
		})
	}
}

func TestCredentialsThatAreNoneStopTheRequest(t *testing.T) {
	for name, s := range map[string]auth.Scheme{
		"a user with a colon":           auth.Basic("a:b", "c"),
		"a password with a line break":  auth.Basic("a", "b\r\nX: y"),
		"an empty bearer token":         auth.Bearer(""),
		"an empty key":                  auth.APIKey("X-Api-Key", ""),
		"an empty query key":            auth.QueryKey("key", ""),
		"HMAC without a key ID":         auth.HMAC("", []byte("s")),
		"HMAC without a secret":         auth.HMAC("id", nil),
		"HMAC that signs its own field": auth.HMAC("id", []byte("s"), "Authorization"),
		"a function that fails":         auth.Func(func(*http.Request) error { return errors.New("no luck") }),
	} {
		t.Run(name, func(t *testing.T) {
			base := &record{}
			req := post(t, home, "body")
			closed := false
			req.Body = closer{req.Body, func() { closed = true }}
			_, err := chain(t, base, s, home).RoundTrip(req)
			if !errors.Is(err, httperror.Auth) || len(base.sent) != 0 {
				t.Errorf("got %v and %d requests, want kind auth and none", err, len(base.sent))
			}
			if !closed {
				t.Error("the request body was not closed")
			}
		})
	}
}
