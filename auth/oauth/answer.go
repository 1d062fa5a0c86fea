package oauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxAnswer bounds the answer of a token endpoint.
const maxAnswer = 1 << 20

const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// badAnswer is an answer of success without a token that can be used.
type badAnswer struct{ error }

func (e badAnswer) Unwrap() error { return e.error }

var (
	errNoToken  = errors.New("the answer has no access_token")
	errEmpty    = errors.New("the answer is empty")
	errTooLong  = errors.New("the answer is longer than 1 MiB")
	errNotAForm = errors.New("the answer is not a form: it has a broken escape")
)

// lenient puts the answers of token endpoints into the form that package oauth2
// reads: without a byte order mark, the media type as the body has it, the life of
// the token as an integer. It says what is wrong with an answer that has no token.
type lenient struct{ next http.RoundTripper }

func (l lenient) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	_ = resp.Body.Close()
	if err == nil && len(body) > maxAnswer {
		err = badAnswer{errTooLong}
	}
	if err != nil {
		return nil, err
	}
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	mediaType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if isJSON(body) && (mediaType == typeForm || mediaType == "text/plain") {
		mediaType = typeJSON
		resp.Header.Set("Content-Type", mediaType)
	}
	if resp.StatusCode >= 200 && resp.StatusCode <= 299 {
		if body, mediaType, err = normal(body, mediaType); err != nil {
			return nil, badAnswer{err}
		}
		resp.Header.Set("Content-Type", mediaType)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp, nil
}

// CloseIdleConnections reaches the connections of the client.
func (l lenient) CloseIdleConnections() {
	if c, ok := l.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// isJSON reports whether body is a JSON object, whatever its Content-Type says.
func isJSON(body []byte) bool { return bytes.HasPrefix(body, []byte("{")) }

// normal is an answer of success in the form that package oauth2 reads, and its
// media type.
func normal(body []byte, mediaType string) ([]byte, string, error) {
	switch {
	case isJSON(body):
		out, err := normalJSON(body)
		return out, typeJSON, err
	case mediaType == typeForm || bytes.Contains(body, []byte("access_token=")):
		out, err := normalForm(body)
		return out, typeForm, err
	case len(body) == 0:
		return nil, "", errEmpty
	}
	return nil, "", fmt.Errorf("the answer is not JSON (Content-Type %q)", text(mediaType, nil))
}

func normalForm(body []byte) ([]byte, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, errNotAForm
	}
	if form.Get("access_token") == "" && form.Get("error") == "" {
		return nil, errNoToken
	}
	form.Set("expires_in", seconds(form.Get("expires_in")))
	return []byte(form.Encode()), nil
}

// normalJSON keeps the members that package oauth2 reads.
func normalJSON(body []byte) ([]byte, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, fmt.Errorf("the answer is not JSON: %w", err)
	}
	out := map[string]any{}
	for _, name := range []string{"access_token", "token_type", "refresh_token", "error", "error_description", "error_uri"} {
		var s string
		if raw, has := all[name]; has && json.Unmarshal(raw, &s) == nil && s != "" {
			out[name] = s
		}
	}
	if life := seconds(unquote(all["expires_in"])); life != "" {
		out["expires_in"] = json.Number(life)
	}
	if out["access_token"] == nil && out["error"] == nil {
		if raw := unquote(all["access_token"]); raw != "" && raw != "null" {
			return nil, errors.New("the access_token of the answer is not a text")
		}
		return nil, errNoToken
	}
	return json.Marshal(out)
}

// unquote is the text of a JSON string, and any other value as it is.
func unquote(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return strings.TrimSpace(string(raw))
}
