package outbound

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/go-resty/resty/v2"
)

// restyAgent is the User-Agent that resty sends where it finds none.
const restyAgent = "go-resty/" + resty.Version + " (https://github.com/go-resty/resty)"

// locateRequest checks the fields of r and makes its URL as the typed calls do:
// resty tidies slashes, and escapes a parameter in a query as one in a path.
func (f *fence) locateRequest(rc *resty.Client, r *resty.Request) error {
	if err := checkFields(r.Header); err != nil {
		return err
	}
	base := cmp.Or(rc.BaseURL, rc.HostURL)
	if base == strings.TrimRight(f.baseURL, "/") { // as resty keeps it
		base = f.baseURL
	}
	if f.typed && f.r == r || base == "" && strings.HasPrefix(r.URL, "//") { // SetScheme puts the scheme before it
		return nil
	}
	url, err := f.locate(base, r.URL, func(name string) (string, bool, bool) {
		for i, params := range []map[string]string{r.PathParams, rc.PathParams, r.RawPathParams, rc.RawPathParams} {
			if value, ok := params[name]; ok {
				return value, i > 1, true
			}
		}
		return "", false, false
	})
	if err != nil {
		return err
	}
	if r.URL = url; len(r.RawPathParams)+len(rc.RawPathParams) > 0 {
		r.URL = strings.ReplaceAll(url, "{", "%7B") // a value is no template: resty looks for parameters too
	}
	return nil
}

// complete gives raw, which resty has built of r, what resty leaves out: the body of
// a typed call, and the length that the caller has given. Resty's own User-Agent
// gives way to none: resty sets it only where none is wanted.
func (f *fence) complete(r *resty.Request, raw *http.Request) error {
	if raw.Header.Get("User-Agent") == restyAgent {
		raw.Header["User-Agent"] = []string{""}
	}
	if !f.typed || f.r != r {
		return takeLength(raw)
	}
	content := &f.more().content
	if content.kind != "" && (content.bytes == nil || raw.Body == nil || raw.Body == http.NoBody) {
		with, err := http.NewRequest(raw.Method, raw.URL.String(), content.reader())
		if err != nil {
			return err
		}
		raw.Body, raw.GetBody, raw.ContentLength = with.Body, with.GetBody, with.ContentLength
	}
	return content.put(raw, f.options)
}
