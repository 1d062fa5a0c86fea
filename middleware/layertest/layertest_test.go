package layertest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

// recorder is a test that may fail.
type recorder struct{ failures []string }

func (r *recorder) Helper() {}
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

// rules are the names of the broken rules, sorted.
func (r *recorder) rules() (names []string) {
	for _, f := range r.failures {
		name, _, _ := strings.Cut(strings.TrimPrefix(f, "a layer "), ".")
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func record(t *testing.T, layer middleware.Layer) *recorder {
	t.Helper()
	r := &recorder{}
	synctest.Test(t, func(*testing.T) {
		layertest.Run(r, layer)
		time.Sleep(2 * time.Hour) // until what a broken layer leaves behind has ended
	})
	return r
}

func TestALayerThatKeepsTheContractPasses(t *testing.T) {
	for name, layer := range sound() {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, layer) })
		})
	}
}

func TestALayerThatBreaksARuleFailsForThatRule(t *testing.T) {
	for _, b := range broken() {
		t.Run(b.name, func(t *testing.T) {
			got := record(t, b.layer)
			slices.Sort(b.rules)
			if !slices.Equal(got.rules(), b.rules) {
				t.Errorf("got the failures\n\t%s\nwant one for each of\n\t%s",
					strings.Join(got.failures, "\n\t"), strings.Join(b.rules, "\n\t"))
			}
		})
	}
}

func TestAFailureSaysWhatHappenedToWhichRequestAndTheFix(t *testing.T) {
	got := record(t, func(next roundTripper) roundTripper {
		return middleware.Func(func(req *request) (*response, error) {
			req.Header.Set("X-Mine", "1")
			return next.RoundTrip(req)
		})
	})
	want := `a layer leaves the caller's request alone. a GET without a body, answered with 200: ` +
		`its header field "X-Mine" was changed. ` +
		`Fix: write to a copy, req = req.Clone(req.Context()), and give that to next.`
	if !slices.Equal(got.failures, []string{want}) {
		t.Errorf("got %q, want %q", got.failures, want)
	}
}
