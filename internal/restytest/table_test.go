package restytest

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

// Every exported method of resty's two types has a row in docs/migration.md and a
// case here, which holds what the row says.
func TestAMethodOfRestyHadNoPlaceInTheTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/migration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []struct {
		of    reflect.Type
		cases map[string]func(*testing.T)
	}{{reflect.TypeFor[*resty.Request](), requestCases}, {reflect.TypeFor[*resty.Client](), clientCases}} {
		head := fmt.Sprintf("| `resty.%s`", table.of.Elem().Name())
		_, rest, ok := strings.Cut(string(text), head)
		if !ok {
			t.Fatalf("docs/migration.md has no table %s", head)
		}
		rows, _, _ := strings.Cut(rest, "\n\n")
		said := map[string]string{}
		for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (.*) \\|$").FindAllStringSubmatch(rows, -1) {
			said[m[1]] = m[2]
		}
		var methods []string
		for i := range table.of.NumMethod() {
			methods = append(methods, table.of.Method(i).Name)
		}
		for _, name := range methods {
			if !strings.HasPrefix(said[name], "works") && !strings.HasPrefix(said[name], "refused: ") {
				t.Errorf("%v.%s: docs/migration.md says %q, want works or refused", table.of, name, said[name])
			}
			run := table.cases[name]
			if run == nil {
				t.Errorf("%v.%s has no case", table.of, name)
				continue
			}
			t.Run(table.of.Elem().Name()+"."+name, run)
		}
		for _, name := range slices.Concat(slices.Collect(maps.Keys(said)), slices.Collect(maps.Keys(table.cases))) {
			if !slices.Contains(methods, name) {
				t.Errorf("%v has no method %s", table.of, name)
			}
		}
	}
}

// executed sends one request that set has made, with the verb and to the path. It
// returns the request as it was sent, as text, and the response.
func executed(t *testing.T, c *outbound.Client, base *testkit.Base, verb, path string, set func(*resty.Request)) (string, *resty.Response) {
	t.Helper()
	r := c.R(t.Context())
	if set != nil {
		set(r)
	}
	resp, err := r.Execute(verb, path)
	if err != nil {
		t.Fatal(err)
	}
	req := base.Last(t)
	text := fmt.Sprintf("%s %s host=%s length=%d close=%v\n", req.Method, req.URL, req.Request.Host, req.ContentLength, req.Close)
	for name, values := range req.Header {
		text += fmt.Sprintf("%s: %s\n", name, strings.Join(values, ", "))
	}
	return text + "\n" + string(req.Body), resp
}

const adaXML = `<user><Name>Ada</Name></user>`

// sends holds that a request on which set was called goes out with all of want.
func sends(verb, path string, set func(*resty.Request), want ...string) func(*testing.T) {
	return func(t *testing.T) {
		base := testkit.Script(testkit.JSON(200, doortest.AdaJSON))
		got, _ := executed(t, doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example/v1")), base, verb, path, set)
		wantParts(t, got, want)
	}
}

// answers holds what comes of a request on which set was called, by the reply.
func answers(reply testkit.Reply, set func(*resty.Request), check func(*resty.Response) bool) func(*testing.T) {
	return func(t *testing.T) {
		resp, _ := func() (*resty.Response, error) {
			r := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(reply))).R(t.Context())
			set(r)
			return r.Get(doortest.Get().URL)
		}()
		if resp == nil || !check(resp) {
			t.Errorf("got %v", resp)
		}
	}
}

// refuses holds that a request on which set was called is not sent.
func refuses(set func(*resty.Request)) func(*testing.T) {
	return func(t *testing.T) {
		base := testkit.Script(testkit.Text(200, "ok"))
		r := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context())
		set(r)
		_, err := r.Get(doortest.Get().URL)
		if e := doortest.WantKind(t, err, httperror.Request); !strings.Contains(e.Error(), "use ") {
			t.Errorf("got %v, want what to use instead", e)
		}
		base.WantSent(t, 0)
	}
}

// tuned holds that a request of a client that set has tuned goes out with all of
// want.
func tuned(set func(*resty.Client), want ...string) func(*testing.T) {
	return func(t *testing.T) {
		base := testkit.Script(testkit.JSON(200, doortest.AdaJSON))
		path := "/x"
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithBaseURL("https://a.example/v1"), outbound.WithResty(func(c *resty.Client) {
			if set(c); len(c.PathParams)+len(c.RawPathParams) > 0 {
				path = "/x/{id}"
			}
		}))
		got, _ := executed(t, c, base, "POST", path, func(r *resty.Request) { r.SetBody(map[string]string{"a": "<b>"}) })
		wantParts(t, got, want)
	}
}

// newRefuses holds that New refuses a client that set has tuned.
func newRefuses(set func(*resty.Client)) func(*testing.T) {
	return func(t *testing.T) {
		_, err := outbound.New(outbound.WithResty(set))
		if err == nil || !strings.Contains(err.Error(), "use ") && !strings.Contains(err.Error(), "set them on the request") {
			t.Errorf("got %v, want an error that names what to use instead", err)
		}
	}
}

func wantParts(t *testing.T, got string, want []string) {
	t.Helper()
	for _, part := range want {
		if absent, ok := strings.CutPrefix(part, "!"); ok && strings.Contains(got, absent) || !ok && !strings.Contains(got, part) {
			t.Errorf("got\n%s\nwant %q", got, part)
		}
	}
}
