package auth_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"example.com/outbound/auth"
	"example.com/outbound/middleware/layertest"
)

func TestTheLayerKeepsTheContractWithEveryScheme(t *testing.T) {
	netrc := filepath.Join(t.TempDir(), "netrc")
	if err := os.WriteFile(netrc, []byte("machine layertest.example login user password p\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	fixed := func(context.Context) (auth.Token, error) { return auth.Token{Value: "token"}, nil }
	failing := func(context.Context) (auth.Token, error) { return auth.Token{}, errors.New("no token") }
	for name, scheme := range map[string]auth.Scheme{
		"Basic":                      auth.Basic("user", "password"),
		"Bearer":                     auth.Bearer("token"),
		"APIKey":                     auth.APIKey("X-Api-Key", "key"),
		"QueryKey":                   auth.QueryKey("key", "value"),
		"HMAC":                       auth.HMAC("id", []byte("secret"), "Accept"),
		"Netrc":                      auth.Netrc(netrc),
		"Netrc that is not there":    auth.Netrc(netrc + ".absent"),
		"Tokens":                     auth.Tokens(fixed),
		"Tokens that fail":           auth.Tokens(failing),
		"Tokens of a file":           auth.Tokens(auth.File(netrc + ".absent")),
		"Func that fails":            auth.Func(func(*http.Request) error { return errors.New("no credentials") }),
		"one that answers a 401":     challenger{again: true},
		"one that gives up at a 401": challenger{err: errors.New("no credentials")},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				layertest.Run(t, auth.New(auth.Binding{Scheme: scheme, Origins: origins(t)}))
			})
		})
	}
}

func origins(t *testing.T) []auth.Origin {
	t.Helper()
	o, err := auth.ParseOrigin("https://layertest.example")
	if err != nil {
		t.Fatal(err)
	}
	return []auth.Origin{o}
}

type challenger struct {
	again bool
	err   error
}

func (c challenger) Authorize(req *http.Request) error {
	req.Header.Set("Authorization", "Test")
	return nil
}

func (c challenger) Challenge(*http.Response) (bool, error) { return c.again, c.err }
