package logging_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"

	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/logging"
	"example.com/outbound/retry"
)

// canary is in every secret of the test below.
const canary = "cAnArY"

func secret(i int) string { return fmt.Sprintf("%s%d", canary, i) }

func TestNoSecretIsLoggedWithEverythingOn(t *testing.T) {
	failing := func(req *http.Request) (*http.Response, error) {
		return nil, &url.Error{Op: "Get", URL: "https://u:" + secret(1) + "@h/?token=" + secret(2), Err: syscall.ECONNRESET}
	}
	answers := []answer{
		failing,
		status(503, `{"token":"`+secret(3)+`"}`, "Set-Cookie", "sid="+secret(4), "X-Api-Key", secret(5)),
		status(302, "", "Location", "https://u:"+secret(6)+"@api.example.com/v1/y?code="+secret(7)),
		status(400, `{"password":{"a":["`+secret(8)+`"]},"next":"https://a:`+secret(9)+`@h/?token=`+secret(10)+`"}`,
			"Set-Cookie", secret(11), "Www-Authenticate", "Digest nonce="+secret(12), "Location", "https://h/?sig="+secret(13)),
	}
	names := []string{"Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Proxy-Authorization", "Location", "Www-Authenticate", "X-Note"}
	opts := []logging.Option{logging.Attempts(zerolog.TraceLevel), logging.Params(), logging.Bodies(1 << 20), logging.Headers(names...), logging.Curl(), logging.Slow(1)}

	bodies := map[string]string{
		"application/json":                  `{"password":"` + secret(20) + `","card":{"pin":"` + secret(21) + `"},"h":"Bearer ` + secret(22) + `"}`,
		"application/x-www-form-urlencoded": "a=1&client_secret=" + secret(23) + "&user%5Bpassword%5D=" + secret(24),
		"application/xml":                   `<a apiKey="` + secret(25) + `"><password>` + secret(26) + `</password></a>`,
		"text/plain":                        "password: " + secret(27) + "\nAuthorization: Basic " + secret(28),
		"multipart/form-data; boundary=b":   "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n" + secret(29) + "\r\n--b--",
		"application/octet-stream":          secret(30),
	}
	for contentType, body := range bodies {
		for name, log := range map[string]func(io.Writer) zerolog.Logger{
			"zerolog": func(w io.Writer) zerolog.Logger { return zerolog.New(w) },
			"console": func(w io.Writer) zerolog.Logger { return zerolog.New(logging.Console(w)) },
			"slog": func(w io.Writer) zerolog.Logger {
				return logging.Slog(slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug - 4})))
			},
		} {
			t.Run(name+" "+contentType, func(t *testing.T) {
				var out bytes.Buffer
				c := client(t, script(answers...), log(&out), opts,
					outbound.WithRetry(retry.Policy{Methods: retry.AnyMethod(), Wait: retry.Constant(0)}),
					outbound.WithAuth(auth.Bearer(secret(40))), outbound.WithHeader("X-Api-Key", secret(41)), outbound.WithHeader("X-Note", "password="+secret(42)))
				req, err := http.NewRequestWithContext(ctx(), http.MethodPost,
					"https://user:"+secret(43)+"@api.example.com/v1/x?token="+secret(44)+"&a="+url.QueryEscape("https://h/?secret="+secret(45))+"#"+secret(46), strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("Content-Type", contentType)
				req.Header.Set("Cookie", "sid="+secret(47))
				_, err = c.Do(req, outbound.Log(zerolog.TraceLevel))
				if err == nil {
					t.Fatal("got no error")
				}
				if n := bytes.Count(out.Bytes(), []byte("\n")); n < 12 {
					t.Errorf("got %d lines, want those of four attempts: %s", n, &out)
				}
				if i := strings.Index(out.String(), canary); i >= 0 {
					t.Errorf("a secret is in the log: …%s", out.String()[max(0, i-200):min(out.Len(), i+20)])
				}
			})
		}
	}
}
