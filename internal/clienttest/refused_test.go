package clienttest

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

func TestAConfigurationErrorNamesTheOptionAndTheValueAndNoSecret(t *testing.T) {
	for _, m := range mistakes(t) {
		t.Run(m.name, func(t *testing.T) {
			c, err := outbound.New(m.opt)
			if err == nil || c != nil {
				t.Fatalf("got client %v and error %v, want an error and no client", c, err)
			}
			if !strings.HasPrefix(err.Error(), "outbound: ") {
				t.Errorf("got %q, want it to say that it is this package's", err)
			}
			for _, name := range m.names {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("got %q, want %q in it", err, name)
				}
			}
			if shown := err.Error(); strings.Contains(shown, doortest.Canary) {
				t.Errorf("got %q, which shows the secret", shown)
			}
		})
	}
}

func TestAllProblemsAreReportedAtOnce(t *testing.T) {
	var opts []outbound.Option
	want := map[string]bool{}
	for _, m := range mistakes(t) { // the first of each option: a later one would win
		if !want[m.names[0]] {
			opts = append(opts, m.opt)
			want[m.names[0]] = true
		}
	}
	_, err := outbound.New(opts...)
	if got := leaves(err); got < len(want) {
		t.Errorf("got %d errors, want one for each of %d options", got, len(want))
	}
	for option := range want {
		if !strings.Contains(err.Error(), "outbound: "+option) {
			t.Errorf("got\n%v\nwant a problem of %s in it", err, option)
		}
	}
	if strings.Contains(err.Error(), doortest.Canary) {
		t.Errorf("got %q, which shows a secret", err)
	}
}

// leaves is the number of errors that are joined in err.
func leaves(err error) (n int) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return 1
	}
	for _, e := range joined.Unwrap() {
		n += leaves(e)
	}
	return n
}

func TestAForeignBaseCannotFollowAProxyOrTLSOption(t *testing.T) {
	for name, opt := range map[string]outbound.Option{
		"WithProxy":              outbound.WithProxy("http://proxy.example:3128"),
		"WithoutProxy":           outbound.WithoutProxy(),
		"WithRootCAs":            outbound.WithRootCAs(doortest.Authority(t)),
		"WithMinTLS":             outbound.WithMinTLS(0x0304),
		"WithInsecureSkipVerify": outbound.WithInsecureSkipVerify(),
		"WithTransportConfig":    outbound.WithTransportConfig(func(*http.Transport) {}),
		"InternalNetwork":        outbound.InternalNetwork(),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := outbound.New(outbound.WithTransport(testkit.Script(testkit.Status(200))), opt)
			if err == nil || !strings.Contains(err.Error(), "WithTransport") {
				t.Errorf("got %v, want an error that names WithTransport", err)
			}
		})
	}
}
