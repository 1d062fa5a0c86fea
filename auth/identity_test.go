package auth_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/auth"
)

func TestAnIdentityTellsCredentialsApartAndShowsNone(t *testing.T) {
	fixed := func(context.Context) (auth.Token, error) { return auth.Token{Value: canary}, nil }
	tokens := auth.Tokens(fixed)
	same := []struct{ a, b auth.Scheme }{
		{auth.Basic("u", canary), auth.Basic("u", canary)},
		{auth.Bearer(canary), auth.Bearer(canary)},
		{auth.APIKey("X-Api-Key", canary), auth.APIKey("X-Api-Key", canary)},
		{auth.QueryKey("k", canary), auth.QueryKey("k", canary)},
		{auth.HMAC("id", []byte(canary)), auth.HMAC("id", []byte(canary))},
		{tokens, tokens},
	}
	others := []auth.Scheme{
		auth.Basic("u", "other"), auth.Basic("u"+canary, "x"), auth.Bearer("other"), auth.APIKey("X-Other", canary),
		auth.QueryKey("k", "other"), auth.HMAC("id", []byte("other")), auth.HMAC("other", []byte(canary)), auth.Tokens(fixed),
	}
	seen := map[string]string{}
	id := func(s auth.Scheme) string {
		t.Helper()
		i, ok := s.(auth.Identifier)
		if !ok {
			t.Fatalf("%v has no identity", s)
		}
		name, known := i.Identity(get(t, home))
		if !known || name == "" || strings.Contains(name, canary) {
			t.Errorf("%v: got %q, %v", s, name, known)
		}
		return name
	}
	for _, tt := range same {
		a := id(tt.a)
		if b := id(tt.b); a != b {
			t.Errorf("%v: the same credentials are %q and %q", tt.a, a, b)
		}
		if other, taken := seen[a]; taken {
			t.Errorf("%v has the identity of %s", tt.a, other)
		}
		seen[a] = fmt.Sprint(tt.a)
	}
	for _, other := range others {
		if name, taken := seen[id(other)]; taken {
			t.Errorf("%v has the identity of another %s", other, name)
		}
		seen[id(other)] = fmt.Sprint(other)
	}
	for _, s := range []auth.Scheme{auth.Func(nil), auth.Netrc("")} {
		if _, ok := s.(auth.Identifier); ok {
			t.Errorf("%T has an identity", s)
		}
	}
}

func TestTheIdentityOfARequestIsThatOfItsBinding(t *testing.T) {
	bind := func(s auth.Scheme, origin string) auth.Binding {
		return auth.Binding{Scheme: s, Origins: []auth.Origin{auth.OriginOf(parse(t, origin))}}
	}
	bindings := []auth.Binding{bind(auth.Bearer("t"), home), bind(auth.Netrc(""), "https://netrc.example")}
	want, _ := auth.Bearer("t").(auth.Identifier).Identity(nil)
	for url, want := range map[string]struct {
		id string
		ok bool
	}{home + "/x": {want, true}, "https://netrc.example/": {"", false}, "https://other.example/": {"", true}} {
		if id, ok := auth.Identify(get(t, url), bindings...); id != want.id || ok != want.ok {
			t.Errorf("%s: got %q, %v, want %q, %v", url, id, ok, want.id, want.ok)
		}
	}
}

func TestASchemeThatReadsAFileHasNoIdentity(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	write(t, path, "abc")
	s := auth.Tokens(auth.File(path))
	wantField(t, s, "Bearer abc")
	if id, ok := s.(auth.Identifier).Identity(get(t, home)); ok || id != "" {
		t.Errorf("got %q, %v: the next token may be another's", id, ok)
	}
}
