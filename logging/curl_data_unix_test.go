//go:build unix

package logging_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

// A character of Unicode's private use that once stood around the variables of
// the command.
const mark = "\uE000"

// Whatever a server or a caller puts into a request is data to the shell.
func TestNothingInARequestIsRunByTheShell(t *testing.T) {
	for name, run := range map[string]string{
		"a command":                        "$(touch${IFS}pwned)",
		"backquotes":                       "`touch${IFS}pwned`",
		"a marked command":                 mark + "(touch${IFS}pwned)" + mark,
		"a marked variable":                mark + "HOME" + mark,
		"a variable":                       "$HOME",
		"a mark inside of a mark":          "\xee\x80" + mark + "\x80(touch${IFS}pwned)\xee\x80" + mark + "\x80",
		"a mark as JSON has it":            `\ue000(touch${IFS}pwned)\ue000`,
		"a mark as XML has it":             "&#xE000;(touch${IFS}pwned)&#xE000;",
		"quotes":                           `'"$(touch pwned)"'`,
		"a name of a secret with commands": "token=x';touch${IFS}pwned;'",
		"lines":                            "x'\ntouch pwned\n'",
	} {
		for door, request := range doors(run) {
			t.Run(name+" "+door, func(t *testing.T) {
				var log bytes.Buffer
				c := client(t, script(request.answers...), zerolog.New(&log), []logging.Option{
					logging.Attempts(zerolog.InfoLevel), logging.Curl(), logging.Bodies(1 << 16), logging.Headers("X-Note")})
				request.call(c)
				n := 0
				for _, l := range lines(t, log.Bytes()) {
					line, ok := l["curl"].(string)
					if !ok {
						continue
					}
					n++
					for _, arg := range argv(t, "", line) {
						if strings.Contains(arg, "the-home-of-the-reader") {
							t.Errorf("the environment gets into %q\nof %q", arg, line)
						}
					}
				}
				if n == 0 && request.sent {
					t.Errorf("no command in %s", &log)
				}
			})
		}
	}
}

// door is a way of data into a request.
type door struct {
	answers []answer
	call    func(*outbound.Client)
	sent    bool // always: no check before the chain refuses it
}

func doors(data string) map[string]door {
	body := func(contentType, body string) door {
		return door{[]answer{status(200, `{}`)}, func(c *outbound.Client) {
			_, _ = outbound.Post[[]byte](ctx(), c, "/x", body, outbound.Header("Content-Type", contentType))
		}, true}
	}
	ok := []answer{status(200, `{}`)}
	return map[string]door{
		"in a Location": {[]answer{status(302, "", "Location", "/?"+data+"=1"), status(200, `{}`)},
			func(c *outbound.Client) { _, _ = outbound.Get[[]byte](ctx(), c, "/x") }, true},
		"in a path":         {ok, func(c *outbound.Client) { _, _ = outbound.Get[[]byte](ctx(), c, "/?"+data) }, false},
		"in a path of R":    {ok, func(c *outbound.Client) { _, _ = c.R(ctx()).Get("/?" + data) }, false},
		"in a query of R":   {ok, func(c *outbound.Client) { _, _ = c.R(ctx()).SetQueryParam(data, "x").Get("/") }, false},
		"in a JSON body":    body("application/json", `{"a":"`+strings.NewReplacer(`"`, `\"`, "\n", `\n`).Replace(data)+`","password":"x"}`),
		"in a name of JSON": body("application/json", `{"`+strings.NewReplacer(`"`, `\"`, "\n", `\n`).Replace(data)+`password":"x"}`),
		"in an XML body":    body("application/xml", "<a>"+data+"<password>x</password></a>"),
		"in a text body":    body("text/plain", data+" password=x"),
		"in a form":         body("application/x-www-form-urlencoded", data+"=1&"+url.QueryEscape("password"+data)+"=x"),
		"in a field":        {ok, func(c *outbound.Client) { _, _ = outbound.Get[[]byte](ctx(), c, "/", outbound.Header("X-Note", data)) }, false},
		"in a request ID": {ok, func(c *outbound.Client) {
			_, _ = outbound.Get[[]byte](ctx(), c, "/", outbound.Header("X-Request-Id", data))
		}, false},
		"in a Host": {ok, func(c *outbound.Client) {
			_, _ = c.Do(&http.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "h"}, Host: data})
		}, false},
		"in a verb": {ok, func(c *outbound.Client) { _, _ = c.R(ctx()).Execute(data, "/") }, false},
	}
}

// A server names the parameters of its Location: a reader who has a variable of
// that name has it for something else.
func TestARedirectDoesNotNameVariablesOfTheReader(t *testing.T) {
	var log bytes.Buffer
	c := client(t, script(status(302, "", "Location", "https://evil.example.com/?aws_secret_access_key=1"), status(200, `{}`)), zerolog.New(&log), []logging.Option{
		logging.Attempts(zerolog.InfoLevel), logging.Curl()})
	if _, err := c.R(ctx()).Get("/x"); err != nil {
		t.Fatal(err)
	}
	all := lines(t, log.Bytes())
	i := slices.IndexFunc(all, func(l map[string]any) bool { return l["message"] == "redirect" })
	line, _ := all[i+1]["curl"].(string)
	got := argv(t, "AWS_SECRET_ACCESS_KEY=leaked; REDIRECT_AWS_SECRET_ACCESS_KEY=1; ", line)
	if !slices.Contains(got, "https://evil.example.com/?aws_secret_access_key=1") {
		t.Errorf("got %q", got)
	}
}

// What curl cannot send is no command, and its text is nowhere an option.
func TestARequestThatCurlCannotSendHasNoCommand(t *testing.T) {
	for name, req := range map[string]*http.Request{
		"no host":        {Method: "GET", URL: &url.URL{Path: "-o.bashrc"}},
		"another scheme": {Method: "GET", URL: &url.URL{Scheme: "file", Host: "h", Path: "/etc/passwd"}},
		"opaque":         {Method: "GET", URL: &url.URL{Scheme: "http", Opaque: "//h/x"}},
		"no method":      {Method: "G\nT", URL: &url.URL{Scheme: "http", Host: "h"}},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			req.Header = http.Header{}
			send(t, logging.New(zerolog.New(&log), logging.Curl()), req.WithContext(ctx()))
			if line, ok := lines(t, log.Bytes())[0]["curl"]; ok {
				t.Errorf("got %q", line)
			}
		})
	}
}
