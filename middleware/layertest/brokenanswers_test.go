package layertest_test

import (
	"errors"
	"io"
	"net/http"
)

func brokenAnswers() []breach {
	return []breach{
		{"it returns an error beside the response", answering(func(resp *response, err error) (*response, error) {
			if err == nil && resp.StatusCode == 503 {
				err = errors.New("bad status")
			}
			return resp, err
		}), []string{oneOutcome}},
		{"it returns neither", answering(func(resp *response, err error) (*response, error) {
			return resp, nil
		}), []string{oneOutcome}},
		{"it returns a response without a body", answering(func(resp *response, err error) (*response, error) {
			if err == nil && resp.StatusCode == 204 {
				resp.Body = nil
			}
			return resp, err
		}), []string{oneOutcome}},
		{"it makes an error of a status and drops the response", answering(func(resp *response, err error) (*response, error) {
			if err == nil && resp.StatusCode >= 400 {
				return nil, errors.New(resp.Status)
			}
			return resp, err
		}), []string{closesDropped}},
		{"it wraps the body without its Close", answering(func(resp *response, err error) (*response, error) {
			if err == nil {
				resp.Body = io.NopCloser(resp.Body)
			}
			return resp, err
		}), []string{closesDropped}},
		{"it repeats without closing the first response", around(func(next roundTripper, req *request) (*response, error) {
			resp, err := next.RoundTrip(req)
			if err == nil && resp.StatusCode == 503 && req.Body == nil {
				return next.RoundTrip(req)
			}
			return resp, err
		}), []string{closesDropped}},
		{"it forgets the cause", answering(func(resp *response, err error) (*response, error) {
			if err != nil {
				return nil, errors.New("sending failed")
			}
			return resp, nil
		}), []string{passesOn}},
		{"it makes a response of its own", answering(func(resp *response, err error) (*response, error) {
			if err == nil {
				resp.Header = http.Header{}
			}
			return resp, err
		}), []string{passesOn}},
		{"it shortens the answer", answering(func(resp *response, err error) (*response, error) {
			if err == nil {
				resp.Body = &closing{io.NopCloser(io.LimitReader(resp.Body, 3)), closes(resp.Body)}
			}
			return resp, err
		}), []string{passesOn}},
	}
}

func closes(c io.Closer) func() { return func() { c.Close() } }
