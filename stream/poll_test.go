package stream_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound"
	"example.com/outbound/mock"
	"example.com/outbound/stream"
)

func TestAnOperationIsAskedForWhereAndWhenItsAnswersSay(t *testing.T) {
	soon := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for name, tt := range map[string]struct {
		begun func() mock.Reply
		polls func() []mock.Reply
		p     stream.Polling
		took  time.Duration
	}{
		"201 and its Location": {
			func() mock.Reply { return mock.Status(201).With("Location", "/jobs/7") },
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 2 * time.Second},
		"202 and an address that is relative to it": {
			func() mock.Reply { return mock.Status(202).With("Location", "jobs/7") },
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 2 * time.Second},
		"Operation-Location comes before Location": {
			func() mock.Reply {
				return mock.Status(201).With("Location", "/result").With("Operation-Location", "/jobs/7")
			},
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 2 * time.Second},
		"Azure-AsyncOperation too": {
			func() mock.Reply {
				return mock.Status(201).With("Location", "/result").With("Azure-AsyncOperation", "/jobs/7")
			},
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 2 * time.Second},
		"seconds of Retry-After": {
			func() mock.Reply { return mock.Status(202).With("Location", "/jobs/7").With("Retry-After", "5") },
			func() []mock.Reply {
				return []mock.Reply{mock.Status(202).With("Retry-After", "7"), mock.Status(202), mock.Text(200, "done")}
			}, stream.Polling{Every: time.Second}, 13 * time.Second},
		"a date in Retry-After": {
			func() mock.Reply {
				return mock.Status(202).With("Location", "/jobs/7").With("Retry-After", soon(30*time.Second))
			},
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 30 * time.Second},
		"a date that is past": {
			func() mock.Reply {
				return mock.Status(202).With("Location", "/jobs/7").With("Retry-After", soon(-time.Hour))
			},
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 2 * time.Second},
		"a Retry-After that is none": {
			func() mock.Reply { return mock.Status(202).With("Location", "/jobs/7").With("Retry-After", "soon") },
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{}, 2 * time.Second},
		"a Retry-After that is too long": {
			func() mock.Reply { return mock.Status(202).With("Location", "/jobs/7").With("Retry-After", "86400") },
			func() []mock.Reply { return []mock.Reply{mock.Text(200, "done")} }, stream.Polling{MaxWait: time.Minute}, time.Minute},
		"an end of the caller's own": {
			func() mock.Reply { return mock.Status(201).With("Location", "/jobs/7") },
			func() []mock.Reply {
				return []mock.Reply{mock.Text(200, "not yet"), mock.Text(200, "done")}
			}, stream.Polling{Done: func(resp *http.Response) bool { return resp.ContentLength == 4 }}, 4 * time.Second},
		"503 and Retry-After, which retry repeats": {
			func() mock.Reply { return mock.Status(202).With("Location", "/jobs/7") },
			func() []mock.Reply {
				return []mock.Reply{mock.Status(503).With("Retry-After", "9"), mock.Text(200, "done")}
			}, stream.Polling{}, 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t, outbound.Standard(), outbound.WithBaseURL("http://api.test"))
				m.On("POST", "/jobs", tt.begun())
				m.On("GET", "/jobs/7", tt.polls()...)
				var first outbound.ResponseMeta
				if _, err := outbound.Post[struct{}](t.Context(), c, "/jobs", nil, outbound.Meta(&first)); err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				got, err := stream.Poll[string](t.Context(), c, &first, tt.p)
				if took := time.Since(begun); err != nil || got != "done" || took < tt.took || took > tt.took+time.Second {
					t.Errorf("got %q, %v after %v, want the result after %v", got, err, took, tt.took)
				}
			})
		})
	}
}

func TestTheResultOfAnOperationWasOnlyDecodedAsJSON(t *testing.T) {
	type result struct{ State string }
	own := outbound.WithCodec("application/x-own", outbound.Codec{Unmarshal: func(data []byte, v any) error {
		v.(*result).State = string(data)
		return nil
	}})
	for contentType, body := range map[string]string{
		"application/json":  `{"State":"done"}`,
		"application/xml":   `<result><State>done</State></result>`,
		"application/x-own": `done`,
	} {
		t.Run(contentType, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, m := mock.New(t, own)
				m.On("POST", "/jobs", mock.Status(202).With("Location", "/jobs/7"))
				m.On("GET", "/jobs/7", mock.Text(200, body).With("Content-Type", contentType))
				var first outbound.ResponseMeta
				if _, err := outbound.Post[struct{}](t.Context(), c, "/jobs", nil, outbound.Meta(&first)); err != nil {
					t.Fatal(err)
				}
				if got, err := stream.Poll[result](t.Context(), c, &first, stream.Polling{}); err != nil || got.State != "done" {
					t.Errorf("got %+v, %v", got, err)
				}
			})
		})
	}
}
