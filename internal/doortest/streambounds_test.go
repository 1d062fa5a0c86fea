package doortest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/testkit"
)

// hourly delivers a byte an hour.
type hourly struct{ left int }

func (h *hourly) Read(p []byte) (int, error) {
	if h.left == 0 {
		return 0, io.EOF
	}
	time.Sleep(time.Hour) // virtual
	h.left--
	p[0] = '.'
	return 1, nil
}

const (
	byType   = 1 << iota // a stream by its media type
	byOption             // one asked for with Stream
	plain                // chunks of text
)

func TestABoundThatNobodyHasNamedCutAStream(t *testing.T) {
	const events, never = "text/event-stream", time.Duration(0)
	option := func(o ...outbound.CallOption) []outbound.CallOption { return o }
	for name, tt := range map[string]struct {
		client []outbound.Option
		call   []outbound.CallOption
		leave  time.Duration // when the caller's context ends, 0 = never
		cuts   int           // which kinds of bodies are cut
		after  time.Duration // the headers; 0 = 30 s, the silence that a default allows
		names  string        // what the error of Do says
	}{
		"no options":                   {cuts: plain, names: "Stream()"},
		"Standard":                     {client: []outbound.Option{outbound.Standard()}, cuts: plain, names: "(WithBodyIdleTimeout sets it, Stream() lifts it)"},
		"Standard inside a preset":     {client: []outbound.Option{outbound.Preset("p", outbound.Standard())}, cuts: plain, names: "Stream()"},
		"InternalNetwork":              {client: []outbound.Option{outbound.InternalNetwork()}, cuts: plain, names: "Stream()"},
		"WithTimeout":                  {client: []outbound.Option{outbound.Standard(), outbound.WithTimeout(20 * time.Second)}, cuts: byType | plain, after: 20 * time.Second, names: "Stream()"},
		"WithTimeout in a preset":      {client: []outbound.Option{outbound.Preset("p", outbound.Standard(), outbound.WithTimeout(20*time.Second))}, cuts: byType | plain, after: 20 * time.Second},
		"Timeout":                      {client: []outbound.Option{outbound.Standard()}, call: option(outbound.Timeout(20 * time.Second)), cuts: byType | plain, after: 20 * time.Second},
		"WithAttemptTimeout":           {client: []outbound.Option{outbound.Standard(), outbound.WithAttemptTimeout(time.Second)}, cuts: plain},
		"WithBodyIdleTimeout":          {client: []outbound.Option{outbound.Standard(), outbound.WithBodyIdleTimeout(40 * time.Second)}, cuts: byType | byOption | plain, after: 40 * time.Second},
		"BodyIdle":                     {client: []outbound.Option{outbound.Standard()}, call: option(outbound.BodyIdle(5 * time.Second)), cuts: byType | byOption | plain, after: 5 * time.Second},
		"no silence is too long":       {client: []outbound.Option{outbound.Standard(), outbound.WithBodyIdleTimeout(0)}, cuts: plain, after: time.Minute, names: "WithTimeout"},
		"no bounds":                    {client: []outbound.Option{outbound.Standard(), outbound.WithBodyIdleTimeout(0), outbound.WithTimeout(0)}},
		"the context of the caller":    {client: []outbound.Option{outbound.Standard()}, leave: 10 * time.Second, cuts: byType | byOption | plain, after: 10 * time.Second},
		"Timeout that is switched off": {client: []outbound.Option{outbound.Standard(), outbound.WithTimeout(time.Second)}, call: option(outbound.Timeout(0), outbound.BodyIdle(0))},
	} {
		for kind, what := range map[int]string{byType: "by its type", byOption: "by Stream", plain: "chunks"} {
			for entry, open := range openers {
				t.Run(name+", "+what+", "+entry, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						contentType, opts := "text/plain", tt.call
						switch kind {
						case byType:
							contentType = events
						case byOption:
							opts = append(option(outbound.Stream()), opts...)
						}
						base := testkit.Script(testkit.Content(200, contentType, "").Body(&hourly{left: 3}))
						c := NewClient(t, append([]outbound.Option{outbound.WithMockTransport(base)}, tt.client...)...)
						ctx, cancel := context.WithCancel(t.Context())
						defer cancel()
						if tt.leave != never {
							time.AfterFunc(tt.leave, cancel)
						}
						resp, err := open(c, usedAt(outbound.CallContext(ctx, opts...), "/"))
						if err != nil {
							t.Fatal(err)
						}
						begun := time.Now()
						all, err := io.ReadAll(resp.Body)
						took := time.Since(begun)
						_ = resp.Body.Close()
						time.Sleep(3 * time.Hour) // virtual: the reader beneath ends
						if tt.cuts&kind == 0 {
							if err != nil || len(all) != 3 {
								t.Errorf("got %d bytes, %v after %v, want 3 in three hours", len(all), err, took)
							}
							return
						}
						after := tt.after
						if after == never {
							after = 30 * time.Second
						}
						if err == nil || took != after {
							t.Errorf("got %d bytes, %v after %v, want an error after %v", len(all), err, took, after)
						}
						if kind == plain && !strings.Contains(errText(err), tt.names) {
							t.Errorf("got %v, want an error that names %s", err, tt.names)
						}
					})
				})
			}
		}
	}
}

// errText is what an error of Do says. Through HTTP an error of a body is
// net/http's own, which names nothing.
func errText(err error) string {
	if e, ok := errors.AsType[*outbound.HTTPError](err); ok {
		return e.Error()
	}
	return "WithTimeout (WithBodyIdleTimeout sets it, Stream() lifts it)"
}

func TestTheErrorOfABodyThroughHTTPWasNotNetHTTPs(t *testing.T) {
	for name, tt := range map[string]struct {
		answer testkit.Reply
		end    func(context.Context) (context.Context, context.CancelFunc)
		want   error
		kind   httperror.Kind
	}{
		"cancelled": {Still("some"), func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, context.Canceled, httperror.Canceled},
		"too late": {Still("some"), func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, context.DeadlineExceeded, httperror.Deadline},
		"cut off": {func(req *http.Request) (*http.Response, error) {
			return testkit.Text(200, "").Body(&parted{first: "some", cut: true})(req)
		}, context.WithCancel, io.ErrUnexpectedEOF, httperror.Body},
	} {
		for _, opts := range [][]outbound.CallOption{nil, {outbound.NativeErrors()}, {outbound.Stream()}} {
			for entry, open := range openers {
				t.Run(name+", "+entry, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						c := NewClient(t, outbound.Standard(), outbound.WithMockTransport(testkit.Script(tt.answer)))
						ctx, cancel := tt.end(t.Context())
						defer cancel()
						resp, err := open(c, usedAt(outbound.CallContext(ctx, opts...), "/"))
						if err != nil {
							t.Fatal(err)
						}
						defer resp.Body.Close()
						_, err = io.ReadAll(resp.Body)
						if entry == "HTTP" && err != tt.want { // by identity
							t.Errorf("got %v (%T), want net/http's %v itself", err, err, tt.want)
						}
						if entry == "Do" {
							WantKind(t, err, tt.kind)
						}
						if !errors.Is(err, tt.want) {
							t.Errorf("got %v, want a chain that holds %v", err, tt.want)
						}
						if _, again := resp.Body.Read(make([]byte, 1)); again == nil || again == io.EOF {
							t.Errorf("a later read says %v, want the error again", again)
						}
					})
				})
			}
		}
	}
}

func TestNativeErrorsAreThoseOfTheBase(t *testing.T) {
	own := errors.New("the base's own")
	for name, tt := range map[string]struct {
		answers []testkit.Reply
		end     time.Duration
		want    error
	}{
		"of the base":              {[]testkit.Reply{testkit.Fail(own)}, 0, own},
		"of the last attempt":      {[]testkit.Reply{testkit.Refused(), testkit.Fail(own)}, 0, own},
		"of the caller's deadline": {[]testkit.Reply{testkit.Silence()}, time.Second, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				base := testkit.Script(tt.answers...)
				c := NewClient(t, outbound.Standard(), outbound.WithMockTransport(base))
				ctx := t.Context()
				if tt.end > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.end)
					defer cancel()
				}
				_, err := c.HTTP(outbound.NativeErrors()).Transport.RoundTrip(usedAt(ctx, "/"))
				if err != tt.want { // by identity
					t.Errorf("got %v (%T), want %v itself", err, err, tt.want)
				}
				_, err = c.HTTP().Transport.RoundTrip(usedAt(ctx, "/"))
				if e, ok := errors.AsType[*outbound.HTTPError](err); !ok || !errors.Is(e, tt.want) {
					t.Errorf("without the option: got %v (%T), want an *HTTPError around it", err, err)
				}
			})
		})
	}
}
