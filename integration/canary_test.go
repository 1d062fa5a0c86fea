package integration_test

import (
	"errors"
	"net/http/cookiejar"
	"strings"
	"testing"

	"example.com/outbound"
)

// TestNoFaultShowsASecret provokes every fault of the table, and those that
// threaten secrets most, with a secret in every place that has one, everything
// logged, on each way into the client. None of them may be seen.
func TestNoFaultShowsASecret(t *testing.T) {
	t.Setenv(canaryVariable, secret("env"))
	said := capture(t)
	t.Run("faults", func(t *testing.T) {
		for row, f := range append(faults(), canaryFaults()...) {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				for i, way := range ways { // each with one of the methods, and other credentials
					n := row*(len(ways)+1) + i // so that ways and credentials meet in every pair
					method := methods[(row+i)%len(methods)]
					t.Run(method+" "+way.name, func(t *testing.T) {
						f.checkShown(t, method, way, n)
					})
				}
			})
		}
	})
	checkSaid(t, said())
}

// checkShown makes one call and holds all that is said of it.
func (f fault) checkShown(t *testing.T, method string, w way, variant int) {
	s := f.provoke(t)
	saw := &witness{}
	s.opts = append(saw.options(withParams(variant)), s.opts...)
	s = plant(t, s, variant)
	jar, _ := cookiejar.New(nil)
	c, err := outbound.New(append(append(everyRow(), outbound.WithCookieJar(jar)), s.opts...)...)
	if err != nil {
		t.Fatalf("outbound.New: %v", err)
	}
	s.prepare(t, c)

	_, err = w.call(t, c, method, s)

	var inside *outbound.HTTPError
	if errors.As(err, &inside) && w.name == "HTTP" {
		if strings.Contains(err.Error(), ":"+secret("location")) { // the query of a followed one is net/http's to print
			t.Errorf("net/http prints the password of a Location: %v", err)
		}
		err = inside // what net/http prints around it is net/http's own
	}
	saw.note("error", err)
	s.checkEnd(t, c)
	saw.check(t)
}
