package peer

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"example.com/outbound/benchmarks/internal/wire"
)

// doer is a [Client] around whatever yields an *http.Response: what a careful
// user writes by hand over a standard client.
type doer struct {
	urls  map[string]string // by path: a caller of these clients holds whole URLs
	send  sender
	codec Codec
}

func newDoer(s Setup, send sender) *doer {
	urls := make(map[string]string)
	for _, path := range wire.Paths() {
		urls[path] = s.URL + path
	}
	return &doer{urls, send, s.codec()}
}

// sender makes one call. A body, if not nil, is JSON.
type sender func(ctx context.Context, method, url string, body []byte) (*http.Response, error)

func (d *doer) Get(ctx context.Context, path string) error {
	return d.Stream(ctx, path, io.Discard)
}

func (d *doer) Decode(ctx context.Context, path string) (wire.Order, error) {
	return decode[wire.Order](ctx, d, http.MethodGet, path, nil)
}

func (d *doer) List(ctx context.Context, path string) ([]wire.Order, error) {
	return decode[[]wire.Order](ctx, d, http.MethodGet, path, nil)
}

func (d *doer) Post(ctx context.Context, path string, in any) (wire.Order, error) {
	body, err := d.codec.Marshal(in)
	if err != nil {
		return wire.Order{}, err
	}
	return decode[wire.Order](ctx, d, http.MethodPost, path, body)
}

func (d *doer) Bytes(ctx context.Context, path string) ([]byte, error) {
	resp, err := d.ok(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (d *doer) Stream(ctx context.Context, path string, w io.Writer) error {
	resp, err := d.ok(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	return err
}

// ok makes a call that fails unless its status is 200.
func (d *doer) ok(ctx context.Context, method, path string, body []byte) (*http.Response, error) {
	url, known := d.urls[path]
	if !known {
		url = path
	}
	resp, err := d.send(ctx, method, url, body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, unexpected(resp.StatusCode)
	}
	return resp, nil
}

// decode reads the answer whole and decodes it, or decodes it as it comes.
func decode[T any](ctx context.Context, d *doer, method, path string, body []byte) (v T, err error) {
	resp, err := d.ok(ctx, method, path, body)
	if err != nil {
		return v, err
	}
	defer resp.Body.Close()
	if d.codec.Unmarshal == nil {
		err = json.NewDecoder(resp.Body).Decode(&v)
		return v, err
	}
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		return v, err
	}
	err = d.codec.Unmarshal(content, &v)
	return v, err
}

// do is the signature of http.Client.Do.
type do func(*http.Request) (*http.Response, error)

// standard returns a sender that makes a standard request for f.
func standard(f do) sender {
	return func(ctx context.Context, method, url string, body []byte) (*http.Response, error) {
		var r io.Reader
		if body != nil {
			r = bytes.NewReader(body)
		}
		req, err := http.NewRequestWithContext(ctx, method, url, r)
		if err != nil {
			return nil, err
		}
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		return f(req)
	}
}
