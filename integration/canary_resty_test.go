package integration_test

import (
	"testing"

	"github.com/go-resty/resty/v2"
)

// What resty refuses before the chain.
func TestWhatRestyRefusesShowsNoSecret(t *testing.T) {
	for name, ask := range map[string]func(r *resty.Request) error{
		"an address that is none": func(r *resty.Request) error {
			_, err := r.Get("http://user:" + canary + "@127.0.0.1:port/?token=" + canary)
			return err
		},
		"an address with one slash": func(r *resty.Request) error {
			_, err := r.Get("http:/user:" + canary + "@127.0.0.1/")
			return err
		},
		"another scheme": func(r *resty.Request) error {
			_, err := r.Get("ftp://user:" + canary + "@127.0.0.1/?token=" + canary)
			return err
		},
		"a verb that is none": func(r *resty.Request) error {
			_, err := r.Execute("GET /", "http://user:"+canary+"@127.0.0.1/")
			return err
		},
		"a body of no type": func(r *resty.Request) error {
			_, err := r.SetBody(make(chan int)).Post("http://user:" + canary + "@127.0.0.1/")
			return err
		},
		"a header with a line": func(r *resty.Request) error {
			_, err := r.SetHeader("X-Key", canary+"\r\nX: y").Get("http://127.0.0.1:1/")
			return err
		},
		"a cut-off escape":    func(r *resty.Request) error { _, err := r.Get("http://127.0.0.1/%zz" + canary); return err },
		"a base URL too many": func(r *resty.Request) error { _, err := r.Get("/x?token=" + canary); return err },
		"multipart with GET": func(r *resty.Request) error {
			_, err := r.SetMultipartFormData(map[string]string{"password": canary}).Get("http://127.0.0.1/")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			saw := &witness{}
			c := newClient(t, append(everyRow(), saw.options(true)...)...)
			saw.mustFail(t, "R", ask(c.R(t.Context())))
			saw.check(t)
		})
	}
}
