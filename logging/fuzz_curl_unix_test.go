//go:build unix

package logging_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound/logging"
)

// The command is one call of curl, made of texts in single quotes, variables in
// double quotes and bare words of curl's own; and what curl gets is what was
// meant.
func FuzzTheCommand(f *testing.F) {
	f.Add("GET", "/a", "q=1&token=t", "value", "text/plain", "hello")
	f.Add("POST", "/?", mark+"(touch pwned)"+mark, "\xee\x80"+mark+"\x80(id)\xee\x80"+mark+"\x80", "application/json", `{"a":"\ue000(id)\ue000","password":"p"}`)
	f.Add("PUT", "/'", "a='$(id)'", "it's \"$HOME\"", "application/xml", "<a>&#xE000;(id)&#xE000;<password>x</password></a>")
	f.Add("'", "/../`id`", "$(id)", "password=`id`", "application/x-www-form-urlencoded", "@a=b&password=p\n\n")
	f.Add("-o", "", "[1-9]{a,b}", "", "text/plain", "@/etc/passwd\r\n")
	f.Fuzz(func(t *testing.T, method, path, query, value, contentType, body string) {
		req := &http.Request{Method: method, URL: &url.URL{Scheme: "https", Host: "h", Path: "/" + path, RawQuery: query},
			Header: http.Header{"X-Note": {value}, "Content-Type": {contentType}}, ContentLength: int64(len(body))}
		if body != "" {
			req.Body = io.NopCloser(strings.NewReader(body))
		}
		var log bytes.Buffer
		send(t, logging.New(zerolog.New(&log), logging.Curl(), logging.Bodies(1<<16), logging.Params(), logging.Headers("X-Note")), req.WithContext(ctx()))
		line, ok := lines(t, log.Bytes())[0]["curl"].(string)
		if !ok {
			return
		}
		got, variables := words(t, line)
		if len(line)%64 == 0 { // a process is slow
			if ran := argv(t, "", line); !slices.Equal(ran, got[1:]) {
				t.Fatalf("sh reads %q, want %q\nof %q", ran, got[1:], line)
			}
		}
		if argAfter(got, "-X") != "" && argAfter(got, "-X") != method {
			t.Errorf("the verb is %q, want %q", argAfter(got, "-X"), method)
		}
		if data := argAfter(got, "--data-raw"); variables == 0 && body != "" && data != body && argAfter(got, "--data-binary") != "@body" {
			t.Errorf("the body is %q, want %q", data, body)
		}
		if note := "X-Note: " + strings.Trim(value, " \t\r\n"); variables == 0 && strings.Trim(value, " \t\r\n") != "" && !slices.Contains(got, note) {
			t.Errorf("no %q in %q", note, got)
		}
	})
}

// argAfter is the argument that follows name.
func argAfter(args []string, name string) string {
	if i := slices.Index(args, name); i >= 0 && i+1 < len(args) {
		return args[i+1]
	}
	return ""
}

// words reads a line as a shell would that knows only this: bare words of letters,
// digits and "-@", texts in single quotes, an escaped quote, and variables in
// double quotes, which are empty here.
func words(t *testing.T, line string) (all []string, variables int) {
	t.Helper()
	word, begun := "", false
	for rest := line; rest != ""; begun = true {
		text, err := "", error(nil)
		switch {
		case rest[0] == ' ':
			all, word, rest = append(all, word), "", rest[1:]
			continue
		case rest[0] == '\'':
			var closed bool
			if text, rest, closed = strings.Cut(rest[1:], "'"); !closed {
				err = errors.New("a quote without an end")
			}
		case strings.HasPrefix(rest, `\'`):
			text, rest = "'", rest[2:]
		case strings.HasPrefix(rest, `"$`):
			var name string
			variables++
			name, rest, _ = strings.Cut(rest[2:], `"`)
			if name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
				err = fmt.Errorf("a variable %q", name)
			}
		default:
			left := strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-@")
			text = rest[:len(rest)-len(left)]
			if rest = left; text == "" {
				err = fmt.Errorf("%q outside of quotes", rest[0])
			}
		}
		if err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		word += text
	}
	if begun {
		all = append(all, word)
	}
	return all, variables
}
