package stream_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/outbound"
	"example.com/outbound/stream"
)

// subject is a stream, and a server that answers it as it should.
type subject struct {
	name   string
	want   string // all that the server has
	target int    // the exchange that is broken
	answer func(x int, req *http.Request) string
	read   func(t *testing.T, c *outbound.Client) (got string, err error)
	goesOn func(n, head int, next string) bool // whether all of it must arrive
	inBody bool                                // it is broken in its body only: writing a file takes time
}

// A stream that cannot continue is asked for again only while no part of its body has
// come: by retry.
func inHead(n, head int, next string) bool { return n < head && retried(next) }

// retried reports whether an answer after the broken one is right, or becomes so.
func retried(next string) bool {
	return next == "as it should" || next == "by 503" || next == "compressed"
}

// always is the rule of a stream that continues from any place.
func always(_, _ int, next string) bool { return retried(next) }

const content = "0123456789abcdefghijklmnopqrstuvwxyz"

var subjects = []subject{
	{"Events", "1 a|2 b|3 c|", 0, eventsAfter(unbounded), readEvents, always, false},
	{"Events in chunks", "1 a|2 b|3 c|", 0, eventsAfter(inChunks), readEvents, always, false},
	{"compressed Events", "1 a|2 b|3 c|", 0, squeezed(eventsAfter(unbounded)), readEvents, always, false},
	{"Lines", "[1][22][333]", 0, linesIn(withLength), readLines, inHead, false},
	{"Lines in chunks", "[1][22][333]", 0, linesIn(inChunks), readLines, inHead, false},
	{"compressed Lines", "[1][22][333]", 0, squeezed(linesIn(inChunks)), readLines, inHead, false},
	{"Pages", "abc", 1, threePages, readPages, always, false},
	{"compressed Pages", "abc", 1, squeezed(threePages), readPages, always, false},
	{"Poll", "done", 2, operation, readPoll, always, false},
	{"Download", content, 0, file(withLength, `ETag: "v1"`), download, whereUncoded, false},
	{"Download in chunks", content, 0, file(inChunks, `ETag: "v1"`), download, whereUncoded, false},
	{"Download by date", content, 0, file(withLength, "Date: Tue, 02 Jan 2024 00:00:00 GMT\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT"), download, whereUncoded, false},
	{"Download without a validator", content, 0, file(withLength, "X-None: 1"), download, inHead, false},
	{"compressed Download", content, 0, squeezed(file(withLength, `ETag: "v1"`)), download, inHead, false},
	{"Download of a signed URL", content, 1, signed, download, whereUncoded, false},
	{"DownloadFile", content, 0, file(withLength, `ETag: "v1"`), downloadFile, whereUncoded, true},
	{"Resume", content, 0, file(withLength, `ETag: "v1"`), resume, whereUncoded, false},
}

// whereUncoded is the rule of a download: a part of a coded body cannot continue one
// that is not.
func whereUncoded(n, head int, next string) bool {
	return next == "as it should" || next == "by 503" || next == "compressed" && n < head
}

func readEvents(t *testing.T, c *outbound.Client) (got string, err error) {
	for e, err := range stream.Events(t.Context(), c, "/events") {
		if err != nil {
			return got, err
		}
		got += e.ID + " " + e.Data + "|"
	}
	return got, nil
}

func readLines(t *testing.T, c *outbound.Client) (got string, err error) {
	for v, err := range stream.Lines[[]int](t.Context(), c, "/lines") {
		if err != nil {
			return got, err
		}
		got += fmt.Sprint(v)
	}
	return got, nil
}

func readPages(t *testing.T, c *outbound.Client) (got string, err error) {
	for p, err := range stream.Pages(t.Context(), c, "/pages", stream.NextLink[[]string]()) {
		if err != nil {
			return got, err
		}
		got += p[0]
	}
	return got, nil
}

func readPoll(t *testing.T, c *outbound.Client) (string, error) {
	var first outbound.ResponseMeta
	if _, err := outbound.Post[struct{}](t.Context(), c, "/jobs", nil, outbound.Meta(&first)); err != nil {
		return "", err
	}
	v, err := stream.Poll[struct{ State string }](t.Context(), c, &first, stream.Polling{})
	return v.State, err
}

func download(t *testing.T, c *outbound.Client) (string, error) {
	var b strings.Builder
	_, err := stream.Download(t.Context(), c, "/file", &b)
	return b.String(), err
}

// downloadFile returns the new content of a file, nothing while it has the old one.
func downloadFile(t *testing.T, c *outbound.Client) (string, error) {
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := stream.DownloadFile(t.Context(), c, "/file", name)
	got, readErr := os.ReadFile(name)
	if all, _ := os.ReadDir(filepath.Dir(name)); len(all) != 1 || readErr != nil {
		t.Errorf("the folder has %v, %v", all, readErr)
	}
	return strings.TrimPrefix(string(got), "old"), err
}

func resume(t *testing.T, c *outbound.Client) (string, error) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/file", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Do(req, outbound.Resume(), outbound.Stream())
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return string(got), err
}

// framing makes an answer of a status, its fields and a body.
type framing func(status, fields, body string) string

func unbounded(status, fields, body string) string {
	return "HTTP/1.1 " + status + "\r\n" + fields + "Connection: close\r\n\r\n" + body
}

func withLength(status, fields, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", status, fields, len(body), body)
}

func inChunks(status, fields, body string) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 " + status + "\r\n" + fields + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
	for ; body != ""; body = body[min(7, len(body)):] {
		part := body[:min(7, len(body))]
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(part), part)
	}
	b.WriteString("0\r\n\r\n")
	return b.String()
}

// eventsAfter has three events, and goes on after the one that the client has seen.
func eventsAfter(f framing) func(int, *http.Request) string {
	all := []string{"id: 1\ndata: a\n\n", "data: b\nid: 2\n\n", "id: 3\r\ndata: c\r\n\r\n"}
	return func(_ int, req *http.Request) string {
		last, _ := strconv.Atoi(req.Header.Get("Last-Event-ID"))
		if last == len(all) {
			return unbounded("204 No Content", "", "")
		}
		return f("200 OK", "Content-Type: text/event-stream\r\n", strings.Join(all[last:], ""))
	}
}

func linesIn(f framing) func(int, *http.Request) string {
	return func(int, *http.Request) string {
		return f("200 OK", "Content-Type: application/x-ndjson\r\n", "[1]\n[22]\r\n[333]")
	}
}

func threePages(_ int, req *http.Request) string {
	switch req.URL.RawQuery {
	case "":
		return withLength("200 OK", "Link: <?p=2>; rel=next\r\nContent-Type: application/json\r\n", `["a"]`)
	case "p=2":
		return withLength("200 OK", "Link: </pages?p=3>; rel=\"last next\",\r\nContent-Type: application/json\r\n", `["b"]`)
	}
	return withLength("200 OK", "Content-Type: application/json\r\n", `["c"]`)
}

func operation(x int, req *http.Request) string {
	switch {
	case req.Method == http.MethodPost:
		return withLength("202 Accepted", "Location: /jobs/7\r\n", "")
	case x == 1:
		return withLength("202 Accepted", "Retry-After: 3\r\n", "")
	}
	return withLength("200 OK", "Content-Type: application/json\r\n", `{"state":"done"}`)
}

// file has [content], and serves ranges of it to a request with its validator in If-Range.
func file(f framing, validator string) func(int, *http.Request) string {
	return func(_ int, req *http.Request) string {
		return fileFor(req, f, validator)
	}
}

func fileFor(req *http.Request, f framing, validator string) string {
	fields := "Content-Type: text/plain\r\n" + validator + "\r\n"
	first, ok := strings.CutPrefix(req.Header.Get("Range"), "bytes=")
	if from, err := strconv.Atoi(strings.TrimSuffix(first, "-")); ok && err == nil {
		if _, same, _ := strings.Cut(validator, ": "); !strings.HasSuffix(same, req.Header.Get("If-Range")) {
			return f("200 OK", fields, "another file")
		}
		if from >= len(content) {
			return f("416 Range Not Satisfiable", fmt.Sprintf("Content-Range: bytes */%d\r\n", len(content)), "")
		}
		return f("206 Partial Content", fields+fmt.Sprintf("Content-Range: bytes %d-%d/%d\r\n", from, len(content)-1, len(content)), content[from:])
	}
	return f("200 OK", fields, content)
}

// signed is an API that redirects to a signed URL. The first one has expired when the
// rest is asked for.
func signed(x int, req *http.Request) string {
	if req.Host != "files.test" {
		return withLength("302 Found", fmt.Sprintf("Location: http://files.test/blob?sig=%d\r\n", x), "")
	}
	if req.URL.Query().Get("sig") == "0" && req.Header.Get("Range") != "" {
		return withLength("403 Forbidden", "", "expired")
	}
	return fileFor(req, withLength, `ETag: "v1"`)
}

// squeezed is a server that compresses what it has, asked for or not.
func squeezed(answer func(int, *http.Request) string) func(int, *http.Request) string {
	return func(x int, req *http.Request) string { return compressed(answer(x, req)) }
}

// packed has the answers that were compressed before: it takes a while.
var packed sync.Map

// compressed is an answer with its body in gzip.
func compressed(raw string) string {
	if done, ok := packed.Load(raw); ok {
		return done.(string)
	}
	done := compress(raw)
	packed.Store(raw, done)
	return done
}

func compress(raw string) string {
	resp, err := http.ReadResponse(bufio.NewReader(strings.NewReader(raw)), nil)
	if err != nil || resp.StatusCode == http.StatusNoContent {
		return raw
	}
	body, err := io.ReadAll(resp.Body)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body)
	if err = errors.Join(err, z.Close()); err != nil || len(body) == 0 {
		return raw
	}
	fields := "Content-Encoding: gzip\r\n"
	for name, values := range resp.Header {
		for _, v := range values {
			if name != "Content-Length" {
				fields += name + ": " + v + "\r\n"
			}
		}
	}
	return withLength(resp.Status, fields, b.String())
}
