package mock_test

import (
	"errors"
	"io"
	"net/http"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

// upload is a body of zeros that counts what is read of it.
type upload struct {
	left int64
	read atomic.Int64
}

func (u *upload) Read(p []byte) (int, error) {
	n := min(int64(len(p)), u.left-u.read.Load())
	if n == 0 {
		return 0, io.EOF
	}
	u.read.Add(n)
	return int(n), nil
}

func TestAnEarlyAnswerDoesNotWaitForTheUpload(t *testing.T) {
	for _, c := range []struct {
		name  string
		reply mock.Reply
		kind  httperror.Kind
	}{
		{"a status", mock.Status(413), httperror.ClientStatus},
		{"a status with a text", mock.Text(413, "too large"), httperror.ClientStatus},
		{"a status after a second", mock.Status(413).After(time.Second), httperror.ClientStatus},
		{"a reset", mock.Reset(), httperror.Reset},
		{"the end of the connection", mock.Closed(), httperror.Reset},
		{"a cut", mock.Truncated(200, "hello", 2), httperror.Body},
	} {
		t.Run(c.name, func(t *testing.T) {
			mock.Run(t, func(t *testing.T, m *mock.Transport) {
				m.On("PUT", "/files", c.reply.Early())
				client, err := outbound.New(outbound.WithMockTransport(m))
				if err != nil {
					t.Fatal(err)
				}
				body := &upload{left: 64 << 20}
				req, _ := http.NewRequestWithContext(t.Context(), "PUT", api+"/files", body)
				req.ContentLength = body.left
				resp, err := client.Do(req)
				if err == nil {
					_, err = io.ReadAll(resp.Body)
					_ = resp.Body.Close()
				}
				if !errors.Is(err, c.kind) {
					t.Errorf("got %v, want kind %s", err, c.kind)
				}
				if n := body.read.Load(); n > 1<<20 {
					t.Errorf("%d bytes were read of the upload, want little", n)
				}
			})
		})
	}
}

func TestALargeUploadNeedNotBeKept(t *testing.T) {
	const size = 64 << 20
	m := mock.NewTransport(t)
	m.KeepBodies(10)
	m.On("PUT", "/files")
	heap := func() uint64 {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	before := heap()
	for range 2 {
		req, _ := http.NewRequestWithContext(t.Context(), "PUT", api+"/files", &upload{left: size})
		resp, err := m.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	if after := heap(); after > before+size/2 {
		t.Errorf("%d MiB are kept, want next to nothing", (after-before)>>20)
	}
	if r := m.Requests()[1]; len(r.Body) != 10 || r.Length != size {
		t.Errorf("got %d bytes of %d, want 10 of %d", len(r.Body), r.Length, size)
	}
}

func TestABodyThatIsNotKeptIsComparedWhole(t *testing.T) {
	m := mock.NewTransport(t)
	m.KeepBodies(3)
	m.On("POST", "/x", mock.Do(echo)).JSON(map[string]int{"id": 42})
	wantBody(t, m, "POST", api+"/x", `{"id":42}`, `{"id":42}`)
	if r := m.Requests()[0]; string(r.Body) != `{"i` || r.Length != 9 {
		t.Errorf("got %q of %d", r.Body, r.Length)
	}
}
