package auth_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound/auth"
)

const canary = "s3cret-canary"

func shown(v any) string {
	j, _ := json.Marshal(v)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
	return fmt.Sprintf("%v %+v %#v %s %q %x %d", v, v, v, v, v, v, v) + string(j) + log.String()
}

func TestNothingPrintedShowsASecret(t *testing.T) {
	tokens := auth.Tokens(func(context.Context) (auth.Token, error) { return auth.Token{Value: canary}, nil })
	netrc := filepath.Join(t.TempDir(), "netrc")
	write(t, netrc, "default login a password "+canary)
	for name, s := range map[string]auth.Scheme{
		"Basic":    auth.Basic("user", canary),
		"Bearer":   auth.Bearer(canary),
		"APIKey":   auth.APIKey("X-Api-Key", canary),
		"QueryKey": auth.QueryKey("key", canary),
		"HMAC":     auth.HMAC("id", []byte(canary)),
		"Netrc":    auth.Netrc(netrc),
		"Tokens":   tokens,
	} {
		t.Run(name, func(t *testing.T) {
			authorized(t, s, get(t, home))
			text := shown(s) + shown(auth.Binding{Scheme: s}) + shown([]auth.Scheme{s}) + shown(chain(t, nil, s, home))
			for _, bad := range []string{canary, fmt.Sprintf("%x", canary), "dXNlcjpzM2NyZXQtY2FuYXJ5"} {
				if strings.Contains(text, bad) {
					t.Errorf("shows %s: %s", bad, text)
				}
			}
		})
	}
	tok := auth.Token{Value: canary, Type: "DPoP"}
	if text := shown(tok) + shown(&tok) + shown([]auth.Token{tok}); strings.Contains(text, canary) || !strings.Contains(text, "DPoP") {
		t.Errorf("a token is shown as %s", text)
	}
}
