package contenttest

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
	"example.com/outbound/retry"
)

// coded is s in a coding that writer makes.
func coded(s string, writer func(io.Writer) io.WriteCloser) string {
	var b bytes.Buffer
	w := writer(&b)
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return b.String()
}

func zipped(s string) string {
	return coded(s, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
}

func zlibbed(s string) string {
	return coded(s, func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
}

func deflated(s string) string {
	return coded(s, func(w io.Writer) io.WriteCloser { d, _ := flate.NewWriter(w, -1); return d })
}

// upper is a coding of the test's own: the text in upper case behind a "^".
func upper(r io.Reader) (io.ReadCloser, error) {
	data, err := io.ReadAll(r)
	if err == nil && !bytes.HasPrefix(data, []byte("^")) {
		err = errors.New("no ^ but " + doortest.Canary)
	}
	return io.NopCloser(bytes.NewReader(bytes.ToLower(bytes.TrimPrefix(data, []byte("^"))))), err
}

// wholeDoors read the body themselves.
var wholeDoors = doortest.Doors[:2]

func TestACodingThatNobodyAskedForIsDecodedWhereTheBodyIsReadWhole(t *testing.T) {
	for _, x := range []struct{ coding, body string }{
		{"gzip", zipped("hello")},
		{"GZIP", zipped("hello")},
		{"x-gzip", zipped("hello")},
		{"gzip", zipped("hel") + zipped("lo")}, // two members
		{"deflate", zlibbed("hello")},
		{"deflate", deflated("hello")},
		{"gzip, deflate", zlibbed(zipped("hello"))},
		{"deflate,,identity, gzip", zipped(deflated("hello"))},
		{"upper", "^HELLO"},
		{"upper, gzip", zipped("^HELLO")},
		{"identity", "hello"},
		{"", "hello"},
	} {
		for _, d := range wholeDoors {
			t.Run(x.coding+", "+d.Name, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, x.body).With("Content-Encoding", x.coding))
				c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithCoding("Upper", upper), outbound.WithRetry(retry.Policy{}))
				if got, err := d.Call(t.Context(), c, doortest.Get()); err != nil || got.Body != "hello" {
					t.Errorf("got %q, %v, want hello", got.Body, err)
				}
				base.WantClosed(t)
			})
		}
	}
}

func TestAWrongCodingHasAKindAndIsNotSentForAgain(t *testing.T) {
	long := zipped(strings.Repeat("hello", 20))
	for _, x := range []struct {
		name, coding, body string
		kind               httperror.Kind
	}{
		{"plain text", "gzip", "plain text that is long enough", httperror.Body},
		{"one byte", "gzip", "x", httperror.Body},
		{"a wrong checksum", "gzip", long[:len(long)-8] + "00000000", httperror.Body},
		{"one byte after the end", "gzip", long + "x", httperror.Body},
		{"bytes after the end", "gzip", long + "and much more of it", httperror.Body},
		{"half a member after the end", "gzip", long + long[:5], httperror.Body},
		{"bytes after the end of deflate", "deflate", zlibbed("hello") + "x", httperror.Body},
		{"bytes after the end of bare deflate", "deflate", deflated("hello") + "x", httperror.Body},
		{"no deflate", "deflate", "\xff\xff\xff", httperror.Body},
		{"wrong inside", "gzip, deflate", zlibbed("hello, hello"), httperror.Body},
		{"wrong in a coding of the caller's own", "upper", "HELLO", httperror.Body},
		{"an unknown coding", "br", "hello", httperror.Decode},
		{"an unknown coding in a list", "gzip, br", zipped("hello"), httperror.Decode},
		{"a long list", strings.Repeat("gzip,", 100), zipped("hello"), httperror.Decode},
		{"an odd name", "g\"z\tip", zipped("hello"), httperror.Decode},
	} {
		for _, d := range wholeDoors {
			t.Run(x.name+", "+d.Name, func(t *testing.T) {
				base := testkit.Script(testkit.Text(200, x.body).With("Content-Encoding", x.coding))
				c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithCoding("upper", upper), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
				_, err := d.Call(t.Context(), c, doortest.Get())
				e := doortest.WantKind(t, err, x.kind)
				if strings.Contains(err.Error(), doortest.Canary) {
					t.Errorf("got %q, which quotes the body", err)
				}
				if x.coding == "br" && !strings.Contains(err.Error(), `"br"`) {
					t.Errorf("got %q, which does not name the coding", err)
				}
				if x.kind == httperror.Decode && e.StatusCode != 200 {
					t.Errorf("got status %d, want 200", e.StatusCode)
				}
				base.WantSent(t, 1)
				base.WantClosed(t)
			})
		}
	}
}

func TestACutCodedBodyIsSentForAgain(t *testing.T) {
	whole := zipped("hello, hello")
	for _, d := range wholeDoors {
		base := testkit.Script(testkit.Text(200, whole[:15]).With("Content-Encoding", "gzip"), testkit.Text(200, whole).With("Content-Encoding", "gzip"))
		c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		if got, err := d.Call(t.Context(), c, doortest.Get()); err != nil || got.Body != "hello, hello" {
			t.Errorf("%s: got %q, %v", d.Name, got.Body, err)
		}
		base.WantSent(t, 2)
	}
}

func TestABodyWithoutACodingOfItsOwnIsNotDecoded(t *testing.T) {
	part := zipped("hello, hello")[10:20]
	for _, x := range []struct {
		name, method string
		code         int
		body         string
	}{
		{"a part", "GET", 206, part},
		{"the answer to HEAD", "HEAD", 200, ""},
		{"no content", "GET", 204, ""},
		{"not modified", "GET", 304, ""},
		{"an empty body", "GET", 200, ""},
	} {
		for _, coding := range []string{"gzip", "br"} {
			doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
				reply := testkit.Text(x.code, x.body).With("Content-Encoding", coding)
				base := testkit.Script(func(req *http.Request) (*http.Response, error) {
					resp, err := reply(req)
					if x.method == "HEAD" {
						resp.ContentLength = 1000
					}
					return resp, err
				})
				got, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Ask{Method: x.method, URL: doortest.Get().URL})
				if err != nil || got.Body != x.body {
					t.Errorf("%s, %s: got %q, %v, want %q", x.name, coding, got.Body, err, x.body)
				}
			})
		}
	}
}

func TestWhereTheCallerSetsAcceptEncodingTheBodyComesAsItIs(t *testing.T) {
	for _, x := range []struct{ coding, body string }{{"gzip", zipped("hello")}, {"br", "no brotli"}, {"upper", "^HELLO"}} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			base := testkit.Script(testkit.Text(200, x.body).With("Content-Encoding", x.coding))
			for name, how := range map[string]struct {
				opts []outbound.Option
				a    doortest.Ask
			}{
				"call":    {nil, doortest.Get(outbound.Header("Accept-Encoding", x.coding))},
				"default": {[]outbound.Option{outbound.WithHeader("Accept-Encoding", x.coding)}, doortest.Get()},
			} {
				c := doortest.NewClient(t, append(how.opts, outbound.WithMockTransport(base), outbound.WithCoding("upper", upper))...)
				if got, err := d.Call(t.Context(), c, how.a); err != nil || got.Body != x.body {
					t.Errorf("%s, %s: got %q, %v, want %q", name, x.coding, got.Body, err, x.body)
				}
			}
		})
	}
}

func TestAValueIsDecodedFromTheCodingThatTheCallerAskedFor(t *testing.T) {
	base := testkit.Script(testkit.Content(200, "application/json", zipped(doortest.AdaJSON)).With("Content-Encoding", "gzip"))
	c := doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithHeader("Accept-Encoding", "gzip"))
	for _, d := range decoders {
		if got, err := d.get(t, c); err != nil || got != doortest.Ada {
			t.Errorf("%s: got %v, %v, want %v", d.name, got, err, doortest.Ada)
		}
	}
}

func TestTheLimitCountsDecodedBytes(t *testing.T) {
	for coding, body := range map[string]string{
		"gzip":       zipped(strings.Repeat("x", 1<<20)),
		"deflate":    zlibbed(strings.Repeat("x", 1<<20)),
		"gzip, gzip": zipped(strings.Repeat(zipped(""), 1<<20)), // nothing at all, from many bytes
	} {
		for _, d := range wholeDoors {
			base := testkit.Script(testkit.Text(200, body).With("Content-Encoding", coding))
			_, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base), outbound.WithMaxResponseBytes(100_000)), doortest.Get())
			doortest.WantKind(t, err, httperror.TooLarge)
			base.WantClosed(t)
		}
	}
}

func TestAWronglyCodedErrorPageStaysItsStatus(t *testing.T) {
	for _, coding := range []string{"gzip", "deflate", "br"} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			base := testkit.Script(testkit.Text(503, "plain text that is long enough").With("Content-Encoding", coding))
			_, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Get())
			doortest.WantKind(t, err, httperror.ServerStatus)
			base.WantClosed(t)
		})
	}
}

func TestACodedErrorPageIsReadAtEveryDoor(t *testing.T) {
	for _, opts := range [][]outbound.CallOption{nil, {outbound.Header("Accept-Encoding", "gzip")}} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			base := testkit.Script(testkit.Content(422, "application/problem+json", zipped(`{"title":"no"}`)).With("Content-Encoding", "gzip"))
			_, err := d.Call(t.Context(), doortest.NewClient(t, outbound.WithMockTransport(base)), doortest.Get(opts...))
			if e := doortest.WantKind(t, err, httperror.ClientStatus); e.Problem == nil || e.Problem.Title != "no" || string(e.Body) != `{"title":"no"}` {
				t.Errorf("got the problem %v, body %q", e.Problem, e.Body)
			}
		})
	}
}

// On net/http's transport the client asks for gzip in its place.
func TestBytesAfterTheEndOfGzipWereAskedForFourTimes(t *testing.T) {
	var asked atomic.Int32
	var accept atomic.Value
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		accept.Store(r.Header.Get("Accept-Encoding"))
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.WriteString(w, zipped("hello")+"x")
	}))
	t.Cleanup(s.Close)
	for base, opts := range map[string][]outbound.Option{"built in": nil, "net/http's": {outbound.WithTransport(http.DefaultTransport)}} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			asked.Store(0)
			c := doortest.NewClient(t, append(opts, outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Microsecond)}))...)
			_, err := d.Call(context.Background(), c, doortest.Ask{Method: "GET", URL: s.URL})
			if httperror.Classify(err) != httperror.Body || asked.Load() != 1 || accept.Load() != "gzip" {
				t.Errorf("%s: got %v after %d requests that asked for %q, want kind body after one", base, err, asked.Load(), accept.Load())
			}
		})
	}
}

func TestTheCodingsThatAreAskedFor(t *testing.T) {
	for _, x := range []struct {
		name string
		opts []outbound.Option
		a    doortest.Ask
		want string
	}{
		{"gzip", nil, doortest.Ask{Method: "GET"}, "gzip"},
		{"not for a range", nil, doortest.Ask{Method: "GET", Opts: []outbound.CallOption{outbound.Header("Range", "bytes=0-1")}}, ""},
		{"not for HEAD", nil, doortest.Ask{Method: "HEAD"}, ""},
		{"the caller's", nil, doortest.Ask{Method: "GET", Opts: []outbound.CallOption{outbound.Header("Accept-Encoding", "br")}}, "br"},
		{"one more", []outbound.Option{outbound.WithCoding("upper", upper)}, doortest.Ask{Method: "GET"}, "upper, gzip"},
		{"none without compression", []outbound.Option{outbound.WithTransportConfig(func(t *http.Transport) { t.DisableCompression = true })}, doortest.Ask{Method: "GET"}, ""},
	} {
		doortest.EachDoor(t, func(t *testing.T, d doortest.Door) {
			var got []string
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				got = r.Header["Accept-Encoding"]
				if x.want == "upper, gzip" {
					w.Header().Set("Content-Encoding", "upper")
					_, _ = io.WriteString(w, "^HELLO")
				}
			}))
			t.Cleanup(s.Close)
			a := x.a
			a.URL = s.URL
			answer, err := d.Call(context.Background(), doortest.NewClient(t, x.opts...), a)
			if err != nil || strings.Join(got, "|") != x.want || x.want == "upper, gzip" && answer.Body != "hello" {
				t.Errorf("%s: asked for %q, got %q, %v", x.name, got, answer.Body, err)
			}
		})
	}
}

func TestACodingThatCannotBeIsRefusedByNew(t *testing.T) {
	for name, o := range map[string]outbound.Option{
		"no name": outbound.WithCoding("", upper), "two names": outbound.WithCoding("a, b", upper),
		"identity": outbound.WithCoding("identity", upper), "no decoder": outbound.WithCoding("br", nil),
	} {
		if _, err := outbound.New(o); err == nil || !strings.Contains(err.Error(), "WithCoding") {
			t.Errorf("%s: got %v, want an error of WithCoding", name, err)
		}
	}
}
