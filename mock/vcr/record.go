package vcr

import (
	"fmt"
	"net/http"
	"strconv"

	"go.yaml.in/yaml/v4"
	"gopkg.in/dnaeon/go-vcr.v4/pkg/cassette"
)

// record keeps an exchange without its secrets. One whose secrets cannot be found
// fails the test.
func (p *Tape) record(req *http.Request, body []byte, resp *http.Response, answer []byte) {
	i, s, err := p.interaction(req, body, resp, answer)
	if err != nil {
		p.fail(fmt.Sprintf("%s %s cannot be recorded: %v", req.Method, req.URL.Host, err))
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.added = append(p.added, i)
	p.seen.addAll(s)
}

func (p *Tape) interaction(req *http.Request, body []byte, resp *http.Response, answer []byte) (*cassette.Interaction, *secrets, error) {
	asked, err := newMessage(req.URL, req.Header, body)
	if err != nil {
		return nil, nil, fmt.Errorf("request: %w", err)
	}
	asked.fixBoundary()
	answered, err := newMessage(nil, resp.Header, answer)
	if err != nil {
		return nil, nil, fmt.Errorf("response: %w", err)
	}
	var s secrets
	p.collect(&s, asked)
	p.collect(&s, answered)
	c := p.covering(&s)
	sent := cassette.Request{
		Proto: req.Proto, ProtoMajor: req.ProtoMajor, ProtoMinor: req.ProtoMinor,
		Method: req.Method, Host: req.Host, URL: c.url(req.URL),
		Headers: c.requestHeader(asked.header), Trailer: c.requestHeader(req.Trailer),
		Body: string(c.Body(asked.body, asked.header.Get("Content-Type"))),
	}
	sent.ContentLength = int64(len(sent.Body))
	got := cassette.Response{
		Proto: resp.Proto, ProtoMajor: resp.ProtoMajor, ProtoMinor: resp.ProtoMinor, TransferEncoding: resp.TransferEncoding,
		Status: resp.Status, Code: resp.StatusCode, Uncompressed: resp.Uncompressed, ContentLength: resp.ContentLength,
		Headers: answered.header, Trailer: resp.Trailer, Body: string(answered.body),
	}
	c.response(&got, len(answer))
	return &cassette.Interaction{Request: sent, Response: got}, &s, nil
}

// response hides the secrets in r, whose body was sent with size bytes.
func (c covering) response(r *cassette.Response, size int) {
	r.Body = string(c.Body([]byte(r.Body), r.Headers.Get("Content-Type")))
	r.Headers, r.Trailer = c.responseHeader(r.Headers), c.responseHeader(r.Trailer)
	if len(r.Body) != size && r.ContentLength >= 0 {
		r.ContentLength = int64(len(r.Body))
		r.Headers.Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
}

// saved is the tape with what was recorded. A secret that came up in one exchange
// is hidden in the responses of all: a token that one of them gives is echoed by
// another.
func (p *Tape) saved() *cassette.Cassette {
	c := p.covering(&p.seen)
	for _, i := range p.added {
		c.response(&i.Response, len(i.Response.Body))
		p.tape.AddInteraction(i)
	}
	p.tape.MarshalFunc = yaml.Marshal
	return p.tape
}
