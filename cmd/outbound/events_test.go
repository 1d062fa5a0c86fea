package main_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// eventStream answers with the parts of a stream. 204 ends the stream.
func eventStream(t *testing.T, parts ...string) (url string, asked *[]*http.Request) {
	t.Helper()
	var mu sync.Mutex
	asked = &[]*http.Request{}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n := len(*asked)
		*asked = append(*asked, r)
		mu.Unlock()
		if n >= len(parts) {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, parts[n])
	}), asked
}

func TestAnEventIsALine(t *testing.T) {
	const stream = ": comment\n\nid: 1\ndata: one\n\nevent: price\nid: 2\nretry: 10\ndata: {\"a\":\ndata:  \"<b>\"}\n\ndata: two\ndata: lines\n\ndata\n\n"
	url, _ := eventStream(t, stream)
	wantResult(t, outbound(t, "events", url, "--once"), 0, "one\n{\"a\":\"<b>\"}\ntwo\\nlines\n\n")
	url, _ = eventStream(t, stream)
	wantResult(t, outbound(t, "events", url, "--once", "--json"), 0, `{"id":"1","type":"message","data":"one"}
{"id":"2","type":"price","data":"{\"a\":\n \"<b>\"}","retry_ms":10}
{"id":"2","type":"message","data":"two\nlines"}
{"id":"2","type":"message","data":""}
`)
	url, _ = eventStream(t, stream)
	wantResult(t, outbound(t, "events", url, "-n", "2"), 0, "one\n{\"a\":\"<b>\"}\n")
}

// live is a server that sends a part, and waits for next before the next part.
func live(t *testing.T, contentType string, parts ...string) (url string, next chan struct{}) {
	t.Helper()
	next = make(chan struct{})
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for _, p := range parts {
			_, _ = io.WriteString(w, p)
			w.(http.Flusher).Flush()
			select {
			case <-next:
			case <-r.Context().Done():
				return
			}
		}
		<-r.Context().Done()
	}), next
}

func TestALineIsPrintedWhenItComes(t *testing.T) {
	for name, tt := range map[string]struct{ contentType, form string }{
		"events": {"text/event-stream", "data: %d\n\n"},
		"lines":  {"application/x-ndjson", "%d\n"},
	} {
		t.Run(name, func(t *testing.T) {
			url, next := live(t, tt.contentType, fmt.Sprintf(tt.form, 1), fmt.Sprintf(tt.form, 2), fmt.Sprintf(tt.form, 3))
			r, w := pipe(t)
			c := command(t.Context(), name, url, "-n", "3")
			c.Stdout = w
			s := start(t, c)
			_ = w.Close()
			out := bufio.NewReader(r)
			for i := 1; i <= 3; i++ {
				if got, err := out.ReadString('\n'); err != nil || got != fmt.Sprintf("%d\n", i) {
					t.Fatalf("got %q, %v, want %d", got, err, i)
				}
				if i < 3 {
					next <- struct{}{}
				}
			}
			<-s.done
			if got := s.ProcessState.ExitCode(); got != 0 || s.err.Len() != 0 {
				t.Errorf("got status %d and %q, want 0 and nothing", got, s.err.String())
			}
		})
	}
}

func TestEventsContinueAfterTheLastOne(t *testing.T) {
	url, asked := eventStream(t, "retry: 1\nid: 8\ndata: a\n\n", "retry: 1\nid: 9\ndata: b\n\n")
	wantResult(t, outbound(t, "events", url, "--last-event-id", "7"), 0, "a\nb\n")
	var got []string
	for _, r := range *asked {
		got = append(got, r.Header.Get("Last-Event-ID"))
	}
	if !slices.Equal(got, []string{"7", "8", "9"}) {
		t.Errorf("the events were asked for after %q, want 7, 8, 9", got)
	}
}

func TestEventsThatAreAskedForByPostAreAskedForOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		want int
	}{
		"with a body":                           {[]string{"-d", `{"q":1}`}, 1},
		"without, once":                         {[]string{"--once"}, 1},
		"with a body that may be sent twice":    {[]string{"-d", `{"q":1}`, "--idempotent"}, 3},
		"with a body, idempotent, but for once": {[]string{"-d", `{"q":1}`, "--idempotent", "--once"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			url, asked := eventStream(t, "retry: 1\nid: 1\ndata: a\n\n", "retry: 1\nid: 2\ndata: b\n\n")
			got := outbound(t, append([]string{"events", url}, tt.args...)...)
			if got.status != 0 || len(*asked) != tt.want {
				t.Errorf("got status %d and %d requests, want 0 and %d; %s", got.status, len(*asked), tt.want, got.err)
			}
			if r := (*asked)[0]; tt.args[0] == "-d" && (r.Method != "POST" || r.Header.Get("Content-Type") != "application/json") {
				t.Errorf("got %s of %q, want a POST of JSON", r.Method, r.Header.Get("Content-Type"))
			}
		})
	}
}

func TestAStreamThatFailsHasItsExitStatus(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
	page := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>\x1b[31m")
	})
	silent, _ := live(t, "text/event-stream", "data: 1\n\n")
	tests := map[string]struct {
		args []string
		want int
		out  string
	}{
		"a status, events":           {[]string{"events", serve(t, http.NotFound)}, 22, ""},
		"a status, lines":            {[]string{"lines", serve(t, http.NotFound)}, 22, ""},
		"a page, events":             {[]string{"events", page}, 61, ""},
		"a page, lines":              {[]string{"lines", page}, 61, ""},
		"nobody listens, events":     {[]string{"events", "--retry", "0", closedPort(t)}, 7, ""},
		"nobody listens, lines":      {[]string{"lines", "--retry", "0", closedPort(t)}, 7, ""},
		"cut off, lines":             {[]string{"lines", raw(t, head+"Content-Length: 99\r\n\r\n1\n2")}, 18, "1\n"},
		"cut off, events for once":   {[]string{"events", "--once", raw(t, head+"Content-Length: 99\r\n\r\ndata: 1\n\ndata: 2\n")}, 18, "1\n"},
		"silence, events for once":   {[]string{"events", "--once", "--idle", "50ms", silent}, 28, "1\n"},
		"silence, lines":             {[]string{"lines", "--idle", "50ms", stalled(t, head+"Content-Length: 99\r\n\r\n1\n")}, 28, "1\n"},
		"a negative number of lines": {[]string{"lines", "-n", "-1", page}, 2, ""},
		"a URL without a scheme":     {[]string{"events", "example.com"}, 3, ""},
		"an unknown preset":          {[]string{"events", "-p", "biling", page}, 2, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := outbound(t, tt.args...)
			wantResult(t, got, tt.want, tt.out)
			if !strings.HasPrefix(got.err, "outbound: ") || strings.Contains(got.err, "outbound: outbound: ") || strings.Contains(got.err, "\x1b") {
				t.Errorf("standard error: got %q, want a message", got.err)
			}
		})
	}
}

func TestSilenceMakesEventsReconnect(t *testing.T) {
	var asked atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) > 2 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "retry: 1\ndata: 1\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	got := outbound(t, "events", url, "--idle", "50ms", "-v")
	wantResult(t, got, 0, "1\n1\n")
	if n := strings.Count(got.err, "GET "+url+" 200 in "); n != 2 || strings.Count(got.err, " 204 in ") != 1 {
		t.Errorf("-v: got\n%swant a line for each connection", got.err)
	}
}

func TestLinesArePrintedAsTheServerHasWrittenThem(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-A") == "" {
			w.WriteHeader(http.StatusBadRequest)
		}
		_, _ = io.WriteString(w, "{\"b\": 1.0, \"a\": \"<\u00e9>\"}\r\n\n[1e400]\n12345678901234567890")
	})
	wantResult(t, outbound(t, "lines", url, "-H", "X-A: 1"), 0, "{\"b\": 1.0, \"a\": \"<\u00e9>\"}\n[1e400]\n12345678901234567890\n")
}
