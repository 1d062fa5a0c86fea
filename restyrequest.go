package outbound

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

var errCookie = errors.New("a cookie has a character that no cookie may have")

// checkParts refuses what resty and net/http would escape, mend or leave out
// without a word when they build a request of it.
func checkParts(query url.Values, cookies []*http.Cookie, params ...map[string]string) error {
	for _, p := range params {
		for name, value := range p {
			if err := checkParam(name, value); err != nil {
				return err
			}
		}
	}
	for name, values := range query {
		for _, value := range values {
			if hasLineEnd(name + value) {
				return fmt.Errorf("SetQueryParam(%q): the value has a control character", name)
			}
		}
	}
	for _, cookie := range cookies {
		if err := checkCookie(cookie); err != nil {
			return err
		}
	}
	return nil
}

// checkCookie refuses what net/http would leave out of a cookie, with a line to
// the standard log (RFC 6265, section 4.1.1; spaces and commas are quoted).
func checkCookie(c *http.Cookie) error {
	if c == nil || c.Name == "" || hasControl(c.Name) || strings.ContainsAny(c.Name, "=; ") {
		return errCookie
	}
	for i := range len(c.Value) {
		if b := c.Value[i]; b < ' ' || b >= 0x7f || b == '"' || b == ';' || b == '\\' {
			return errCookie
		}
	}
	return nil
}
