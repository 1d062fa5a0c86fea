package doortest

import (
	"net/http"

	"example.com/outbound/internal/testkit"
)

// User is a value of typed calls.
type User struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// Ada is the User of AdaJSON.
var Ada = User{42, "Ada"}

// AdaJSON is Ada on the wire.
const AdaJSON = `{"id":42,"name":"Ada"}`

// Canary stands for a secret: no problem may show it.
const Canary = "c4n4ry"

// Hosts answers by the URL; another one is 404.
type Hosts map[string]testkit.Reply

func (h Hosts) Serve() *testkit.Base {
	return testkit.Script(func(req *http.Request) (*http.Response, error) {
		u := *req.URL
		u.User = nil
		if r, ok := h[u.String()]; ok {
			return r(req)
		}
		return testkit.Status(404)(req)
	})
}

// From is where redirects begin.
const From = "https://a.example/from"

const IDHeader = "X-Request-Id"

// Smuggled are values that would end a line, or a text in C.
var Smuggled = map[string]string{
	"a line end": "v\r\nX-Smuggled: 1", "a carriage return": "v\rX-Smuggled: 1", "a line feed": "v\nX-Smuggled: 1", "a NUL": "v\x00",
	"a second request": "v HTTP/1.1\r\nHost: a.example\r\n\r\nDELETE /users",
}
