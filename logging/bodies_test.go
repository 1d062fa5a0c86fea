package logging_test

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
)

func TestWhatOfABodyIsLogged(t *testing.T) {
	for _, tt := range []struct {
		name        string
		contentType string
		body        string
		want        map[string]any
	}{
		{"JSON as it is", "application/json", `{"a":[1],"pin":1}`, map[string]any{"json": map[string]any{"a": []any{1.0}, "pin": "xxxxx"}}},
		{"JSON of a type of its own", "application/vnd.x+json; charset=UTF-8", `[1]`, map[string]any{"json": []any{1.0}}},
		{"JSON beyond the bound ends before it", "application/json", `{"a":"b","c":"` + strings.Repeat("d", bound) + `"}`, map[string]any{"json": map[string]any{"a": "b"}}},
		{"JSON that is none is nothing", "application/json", `password=p`, nil},
		{"a form", "application/x-www-form-urlencoded", "a=1&password=p", map[string]any{"data": "a=1&password=xxxxx"}},
		{"XML", "application/soap+xml", "<a><pin>1</pin></a>", map[string]any{"data": "<a><pin>xxxxx</pin></a>"}},
		{"text", "text/plain; charset=utf-8", "token: t\nhello", map[string]any{"data": "token: xxxxx\nhello"}},
		{"text beyond the bound is cut", "text/plain", strings.Repeat("é", bound), map[string]any{"data": strings.Repeat("é", bound/2)}},
		{"JSON that says it is text", "text/plain", `{"pass\u0077ord":"p"}`, map[string]any{"json": map[string]any{"password": "xxxxx"}}},
		{"HTML without its tags", "text/html", `<h1>Bad</h1><input value="s">Gateway`, map[string]any{"data": "BadGateway"}},
		{"text in another charset is not", "text/plain; charset=utf-16", "hello", nil},
		{"text that holds a NUL is not", "text/plain", "p\x00a\x00", nil},
		{"bytes are not", "application/octet-stream", "hello", nil},
		{"multipart is not", "multipart/form-data; boundary=b", "--b--", nil},
		{"events are not", "text/event-stream", "data: x", nil},
		{"what has no type is not", "", "hello", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			c := client(t, script(status(422, tt.body, "Content-Type", tt.contentType)), zerolog.New(&log), []logging.Option{logging.Bodies(bound)})
			_, err := outbound.Post[struct{}](ctx(), c, "/x", tt.body, outbound.Header("Content-Type", tt.contentType))
			if err == nil {
				t.Fatal("got no error")
			}
			all := lines(t, log.Bytes())
			send, call := all[0], all[len(all)-1]
			for where, got := range map[string]map[string]any{"the request's, before the send": fields(send, ""), "the request's, at the end": fields(call, ""), "the response's": fields(call, "response_")} {
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", where, diff)
				}
			}
		})
	}
}

// fields are those of a body.
func fields(line map[string]any, prefix string) (m map[string]any) {
	for _, name := range []string{"json", "data"} {
		if v, has := line[prefix+name]; has {
			m = map[string]any{name: v}
		}
	}
	return m
}

func TestAStreamIsNotLoggedAndNotWaitedFor(t *testing.T) {
	var log bytes.Buffer
	r, w := io.Pipe()
	base := script(func(req *http.Request) (*http.Response, error) { return status(200, "")(req) })
	c := client(t, base, zerolog.New(&log), []logging.Option{logging.Bodies(bound)})
	req, err := http.NewRequestWithContext(ctx(), http.MethodPost, "https://h/", r)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "text/plain")
	go func() { _, _ = io.WriteString(w, "hello"); _ = w.Close() }()
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if strings.Contains(log.String(), "hello") {
		t.Errorf("the stream is in the log: %s", &log)
	}
}

func TestTheBodyOfTheLastHopIsOnTheLine(t *testing.T) {
	var log bytes.Buffer
	c := client(t, script(status(303, "", "Location", "/done"), status(200, `{}`)), zerolog.New(&log).Level(zerolog.InfoLevel), []logging.Option{logging.Bodies(bound)})
	if _, err := outbound.Post[struct{}](ctx(), c, "/x", map[string]int{"a": 1}); err != nil {
		t.Fatal(err)
	}
	got := lines(t, log.Bytes())
	if len(got) != 1 || got[0]["method"] != "GET" || got[0]["json"] != nil {
		t.Errorf("got %s, want the line of a GET without a body", &log)
	}
}

func TestACompressedBodyIsNotLogged(t *testing.T) {
	var log bytes.Buffer
	c := client(t, script(status(422, "zipped", "Content-Type", "text/plain", "Content-Encoding", "br")), zerolog.New(&log), []logging.Option{logging.Bodies(bound)})
	_, err := outbound.Post[struct{}](ctx(), c, "/x", "zipped", outbound.Header("Content-Type", "text/plain"), outbound.Header("Content-Encoding", "br"))
	if err == nil || strings.Contains(log.String(), "zipped") {
		t.Errorf("got error %v and %s", err, &log)
	}
}

func TestBodiesWithoutABoundLogAndSendTheWholeBody(t *testing.T) {
	for _, max := range []int{math.MaxInt, math.MaxInt - 1, 1 << 40} {
		var log bytes.Buffer
		var sent []byte
		base := middleware.Func(func(req *http.Request) (*http.Response, error) {
			sent, _ = io.ReadAll(req.Body)
			return status(200, `{}`)(req)
		})
		c := client(t, base, zerolog.New(&log), []logging.Option{logging.Bodies(max)})
		if _, err := outbound.Post[struct{}](ctx(), c, "/x", map[string]int{"a": 1}); err != nil {
			t.Fatal(err)
		}
		if string(sent) != `{"a":1}` || !strings.Contains(log.String(), `"json":{"a":1}`) {
			t.Errorf("Bodies(%d): sent %q, logged %s", max, sent, &log)
		}
	}
}
