package vcr_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock/vcr"
)

func TestAnUploadWithARandomBoundaryWasNotFoundOnItsTape(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		_, header, err := req.FormFile("file")
		if err != nil || req.FormValue("api_key") == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		_, _ = w.Write([]byte("got " + header.Filename))
	}))
	defer srv.Close()
	name := filepath.Join(t.TempDir(), "tape")
	send := func(t *testing.T, s *spy, key, file string) error {
		c, err := outbound.New(outbound.WithBaseURL(srv.URL), outbound.WithMockTransport(vcr.New(s, name)))
		if err != nil {
			t.Fatal(err)
		}
		r := c.R(t.Context()).SetFormData(map[string]string{"api_key": key, "title": "a cat", "a": "1", "b": "2", "c": "3"}) // in the order of a map
		resp, err := r.SetFileReader("file", "cat.png", strings.NewReader("\x89PNG\x00"+file)).Post("/upload")
		if err == nil && resp.String() != "got cat.png" {
			t.Errorf("got %q", resp.String())
		}
		return err
	}
	t.Setenv(vcr.Env, "record")
	s := &spy{TB: t}
	if err := send(t, s, "c4n4ry-one", "one"); err != nil || s.end() != "" {
		t.Fatal(err, s.errors)
	}
	text, err := os.ReadFile(name + ".yaml")
	if err != nil || strings.Contains(string(text), "c4n4ry") {
		t.Errorf("got %v\n%s", err, text)
	}
	t.Setenv(vcr.Env, "replay")
	for range 5 {
		if err := send(t, &spy{TB: t}, "c4n4ry-two", "one"); err != nil {
			t.Errorf("the same upload with another key: %v", err)
		}
	}
	if err := send(t, &spy{TB: t}, "c4n4ry-two", "two"); err == nil {
		t.Error("another file: got an answer, want none")
	}
}
