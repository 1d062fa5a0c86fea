package stream_test

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// upload is a body, and whether it can be sent again.
type upload struct {
	name  string
	body  func() any
	opts  []outbound.CallOption
	again bool
}

var uploads = []upload{
	{"a stream that is kept", func() any { return once() }, []outbound.CallOption{outbound.Spill("", 1000)}, true},
	{"a stream that is too long to be kept", func() any { return once() }, []outbound.CallOption{outbound.Spill("", 10)}, false},
	{"a stream", func() any { return once() }, nil, false},
	{"a file", func() any { return seekable() }, nil, true},
	{"Multipart of a file", func() any {
		return outbound.Multipart{Files: []outbound.File{{Field: "f", Name: "x", Body: seekable()}}}
	}, nil, true},
	{"Multipart of a stream", func() any {
		return outbound.Multipart{Files: []outbound.File{{Field: "f", Body: once()}}}
	}, nil, false},
	{"Multipart of a stream that is kept", func() any {
		return outbound.Multipart{Files: []outbound.File{{Field: "f", Body: once()}}}
	}, []outbound.CallOption{outbound.Spill("", 1000)}, true},
}

// seekable is a body as a file is one: it can seek, and net/http does not know it.
func seekable() io.Reader {
	return io.NewSectionReader(strings.NewReader(content), 0, int64(len(content)))
}

// once is a body that can be read once.
func once() io.Reader { return io.MultiReader(strings.NewReader(content)) }

// Each upload is broken after every byte of the request, and after every byte of the
// answer. What the server takes for a whole body is one, and a call that succeeds has
// sent one.
func TestAnUploadThatIsBrokenAnywhereArrivesWholeOrIsAnError(t *testing.T) {
	for _, u := range uploads {
		for how, end := range endings {
			for next, second := range nextsOfUpload {
				if next != "takes it" && how != "cut off" {
					continue
				}
				t.Run(fmt.Sprintf("%s, %s, then the server %s", u.name, how, next), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						u.breakEverywhere(t, end, second, next == "takes it" || next == "is busy")
					})
				})
			}
		}
	}
}

var nextsOfUpload = map[string]func(x int, req *http.Request) string{
	"takes it": func(int, *http.Request) string { return withLength("200 OK", "", "") },
	"is busy": func(x int, _ *http.Request) string {
		if x > 1 {
			return withLength("200 OK", "", "")
		}
		return withLength("503 Service Unavailable", "Retry-After: 2\r\n", "busy")
	},
	"does not know the client": func(int, *http.Request) string { return withLength("401 Unauthorized", "", "") },
	"redirects to a URL that has expired": func(_ int, req *http.Request) string {
		if req.URL.Path == "/signed" {
			return withLength("403 Forbidden", "", "expired")
		}
		return withLength("307 Temporary Redirect", "Location: /signed?sig=old\r\n", "")
	},
}

// breakEverywhere sends u to a server that breaks off after n bytes: those of the
// request until it has it all, then those of the answer.
func (u upload) breakEverywhere(t *testing.T, end ending, second func(int, *http.Request) string, succeeds bool) {
	answer := withLength("200 OK", "", "")
	dry := &wire{answer: func(int, *http.Request) reply { return reply{answer, cutOff} }}
	if err := u.send(t, dry); err != nil {
		t.Fatal(err)
	}
	for n := range dry.length + len(answer) {
		w := &wire{answer: func(x int, req *http.Request) reply {
			switch {
			case x == 0 && req == nil:
				return reply{"", end}
			case x == 0:
				return reply{answer[:n-dry.length], end}
			}
			return reply{second(x, req), cutOff}
		}}
		w.read = func(x int) (int, bool) { return n, x == 0 && n < dry.length }
		err := u.send(t, w)
		_, typed := errors.AsType[*outbound.HTTPError](err)
		for _, req := range w.taken {
			if got := fileOf(t, req); got != content {
				t.Errorf("the server has taken %q for the whole", got)
			}
		}
		switch {
		case err == nil && len(w.taken) == 0:
			t.Error("no error, and nothing has arrived")
		case err != nil && (!typed || succeeds && u.again):
			t.Errorf("got %v", err)
		}
		if t.Failed() {
			t.Fatalf("after %d of %d bytes of the request, and %d of the answer", min(n, dry.length), dry.length, max(0, n-dry.length))
		}
	}
}

func (u upload) send(t *testing.T, w *wire) error {
	t.Helper()
	c := w.client(t, outbound.WithRetry(retry.Policy{Attempts: 3, Wait: retry.Constant(time.Second), Jitter: retry.NoJitter}), outbound.WithAttemptTimeout(10*time.Second))
	_, err := outbound.Put[struct{}](t.Context(), c, "/x", u.body(), u.opts...)
	_ = c.Close()
	synctest.Wait()
	w.wantClosed(t)
	return err
}

// fileOf is the body of a request, or the file in its form.
func fileOf(t *testing.T, req *http.Request) string {
	t.Helper()
	var body io.Reader = req.Body
	if mt, params, _ := mime.ParseMediaType(req.Header.Get("Content-Type")); mt == "multipart/form-data" {
		p, err := multipart.NewReader(req.Body, params["boundary"]).NextPart()
		if err != nil {
			t.Errorf("the form is broken: %v", err)
			return ""
		}
		body = p
	}
	got, err := io.ReadAll(body)
	if err != nil {
		t.Errorf("the body is broken: %v", err)
	}
	return string(got)
}
