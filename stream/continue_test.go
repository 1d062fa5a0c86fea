package stream_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
	"example.com/outbound/stream"
)

// parts is a server whose answers are given one after the other.
func parts(t *testing.T, answers ...string) (*wire, *outbound.Client) {
	t.Helper()
	w := &wire{answer: func(n int, _ *http.Request) reply { return reply{answers[min(n, len(answers)-1)], cutOff} }}
	c := w.client(t)
	t.Cleanup(func() { _ = c.Close() })
	return w, c
}

// part is the answer to a request for a range.
func part(f framing, span, body string) string {
	return f("206 Partial Content", "ETag: \"v1\"\r\nContent-Range: bytes "+span+"\r\n", body)
}

// first is an answer with the whole of [content] that breaks off after n bytes.
func first(n int) string {
	whole := withLength("200 OK", "ETag: \"v1\"\r\n", content)
	return whole[:len(whole)-len(content)+n]
}

func TestAPartThatEndsTooEarlyWasTakenForTheRest(t *testing.T) {
	for name, tt := range map[string]struct {
		answers []string
		ranges  string
		whole   bool
	}{
		"a server gives less than it is asked for": {[]string{first(10), part(withLength, "10-19/36", content[10:20]), part(withLength, "20-35/36", content[20:])}, "10- 20-", true},
		"chunks end before the range":              {[]string{first(10), part(inChunks, "10-35/36", content[10:20]), part(withLength, "20-35/36", content[20:])}, "10- 20-", true},
		"the length is told with the last part":    {[]string{first(10), part(withLength, "10-19/*", content[10:20]), part(withLength, "20-35/36", content[20:])}, "10- 20-", true},
		"more comes than the range has":            {[]string{first(10), part(inChunks, "10-35/36", content[10:]+"more")}, "10-", true},
		"parts of nothing":                         {[]string{first(10), part(inChunks, "10-35/36", "")}, "10- 10- 10- 10-", false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := parts(t, tt.answers...)
				got, err := download(t, c)
				if !strings.HasPrefix(content, got) || err == nil && got != content {
					t.Errorf("got %q, %v, want %q or the beginning of it", got, err, content)
				}
				if tt.whole && got != content || !tt.whole && !errors.Is(err, httperror.Body) {
					t.Errorf("got %q, %v", got, err)
				}
				if asked := w.ranges(); asked != tt.ranges {
					t.Errorf("asked for the ranges %q, want %q", asked, tt.ranges)
				}
			})
		})
	}
}

func TestTheEndOfAResourceOfUnknownLengthIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := strings.TrimSuffix(inChunks("200 OK", "ETag: \"v1\"\r\n", content[:14]), "0\r\n\r\n")
		w, c := parts(t, broken, part(withLength, "14-35/*", content[14:]), withLength("416 Range Not Satisfiable", "Content-Range: bytes */36\r\n", ""))
		if got, err := download(t, c); err != nil || got != content {
			t.Errorf("got %q, %v", got, err)
		}
		if asked := w.ranges(); asked != "14- 36-" {
			t.Errorf("asked for the ranges %q", asked)
		}
	})
}

func TestTheContinuationOfARangeWentBeyondIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for name, opts := range map[string][]outbound.CallOption{
			"in the request": nil, "by an option": {outbound.Header("Range", "bytes=5-20")},
		} {
			broken := part(withLength, "5-20/36", content[5:21])
			w, c := parts(t, broken[:len(broken)-6], part(withLength, "15-20/36", content[15:21]))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/file", nil)
			if err != nil {
				t.Fatal(err)
			}
			if opts == nil {
				req.Header.Set("Range", "bytes=5-20")
			}
			resp, err := c.Do(req, append(opts, outbound.Resume())...)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if string(got) != content[5:21] || err != nil {
				t.Errorf("%s: got %q, %v, want %q", name, got, err, content[5:21])
			}
			if asked := w.ranges(); asked != "5-20 15-20" {
				t.Errorf("%s: asked for the ranges %q", name, asked)
			}
		}
	})
}

func TestAContinuationWentToAnAddressWithoutItsQuery(t *testing.T) {
	for _, path := range []string{"/files/{name}?a=1", "http://api.test/files/{name}?a=1"} {
		synctest.Test(t, func(t *testing.T) {
			w, c := parts(t, first(10), part(withLength, "10-35/36", content[10:]))
			var b bytes.Buffer
			_, err := stream.Download(t.Context(), c, path, &b, outbound.Query("v", "x y"), outbound.PathParam("name", "a/b"), outbound.Header("X-Tenant", "5"))
			if err != nil || b.String() != content {
				t.Errorf("got %q, %v", b.String(), err)
			}
			for _, req := range w.taken {
				if req.RequestURI != "/files/a%2Fb?a=1&v=x+y" || req.Header.Get("X-Tenant") != "5" {
					t.Errorf("%s: asked for %s, %v", path, req.RequestURI, req.Header)
				}
			}
		})
	}
}

func TestADownloadIsDecodedWhereItsCodingWasNotAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		coded := compressed(withLength("200 OK", "ETag: \"v1\"\r\n", content))
		for name, tt := range map[string]struct {
			answers []string
			want    string
			kind    httperror.Kind
		}{
			"gzip":                   {[]string{coded}, content, ""},
			"gzip that breaks off":   {[]string{coded[:len(coded)-12], part(withLength, "30-35/36", content[30:])}, content, httperror.Body},
			"an unknown coding":      {[]string{withLength("200 OK", "Content-Encoding: x-own\r\n", "?")}, "", httperror.Decode},
			"a part of a coded body": {[]string{first(10), compressed(part(withLength, "10-35/36", content[10:]))}, content[:10], httperror.Body},
		} {
			_, c := parts(t, tt.answers...)
			got, err := download(t, c)
			if !strings.HasPrefix(tt.want, got) || tt.kind == "" && (got != tt.want || err != nil) || tt.kind != "" && !errors.Is(err, tt.kind) {
				t.Errorf("%s: got %q, %v, want %q, kind %q", name, got, err, tt.want, tt.kind)
			}
		}
	})
}

func TestACodingThatTheCallerAsksForIsPassedOnAndContinued(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fields := "ETag: \"v1\"\r\nContent-Encoding: br\r\n"
		broken := withLength("200 OK", fields, content)
		rest := withLength("206 Partial Content", fields+"Content-Range: bytes 30-35/36\r\n", content[30:])
		_, c := parts(t, broken[:len(broken)-6], rest)
		var b bytes.Buffer
		if _, err := stream.Download(t.Context(), c, "/file", &b, outbound.Header("Accept-Encoding", "br")); err != nil || b.String() != content {
			t.Errorf("got %q, %v", b.String(), err)
		}
	})
}

func TestADownloadSaysHowOftenItWasSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy := withLength("503 Service Unavailable", "", "")
		w := &wire{answer: func(n int, _ *http.Request) reply {
			return reply{[]string{busy, first(10), busy, part(withLength, "10-35/36", content[10:])}[n], cutOff}
		}}
		c := w.client(t, outbound.WithRetry(retry.Policy{Wait: retry.Constant(time.Second)}))
		defer c.Close()
		meta, err := stream.Download(t.Context(), c, "/file", io.Discard)
		if err != nil || meta.Attempts != 4 || meta.StatusCode != 200 {
			t.Errorf("got %+v, %v, want 4 sends", meta, err)
		}
	})
}

// ranges are the ranges that were asked for.
func (w *wire) ranges() string {
	var all []string
	for _, req := range w.taken {
		if r, ok := strings.CutPrefix(req.Header.Get("Range"), "bytes="); ok {
			all = append(all, r)
		}
	}
	return fmt.Sprint(strings.Join(all, " "))
}
