package vcr

import (
	"fmt"
	"net/http"
	"strings"

	"example.com/outbound/internal/printable"
)

// missing notes what fails the test at its end: what was asked, and what the tape
// has. Both without secrets.
func (p *Tape) missing(req *http.Request, body []byte) {
	var b strings.Builder
	fmt.Fprintf(&b, "a request is not on the tape %s, or not this often:", p.name)
	if a, err := p.ask(req, body); err == nil {
		describe(&b, a.method, a.url, string(a.body))
	}
	b.WriteString("\n  on the tape:")
	for _, i := range p.tape.Interactions {
		describe(&b, i.Request.Method, i.Request.URL, i.Request.Body)
	}
	fmt.Fprintf(&b, "\n  %s=extend adds it", Env)
	p.fail(b.String())
}

func describe(b *strings.Builder, method, url, body string) {
	const most = 200
	fmt.Fprintf(b, "\n    %s %s", printable.Line(method), printable.Line(url))
	if len(body) > most {
		body = strings.ToValidUTF8(body[:most], "") + "…"
	}
	if body != "" {
		fmt.Fprintf(b, "\n      %s", printable.Line(body))
	}
}
