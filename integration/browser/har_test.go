package browser_test

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/observe/har"
)

// harSchema is that of a whole file.
func harSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	err := filepath.WalkDir("testdata/har", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".json" {
			return err
		}
		text, err := os.Open(name)
		if err != nil {
			return err
		}
		defer text.Close()
		doc, err := jsonschema.UnmarshalJSON(text)
		if err != nil {
			return err
		}
		return c.AddResource("https://har.test/"+filepath.Base(name), doc)
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://har.test/har.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func wantHAR(t *testing.T, r io.Reader) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := harSchema(t).Validate(doc); err != nil {
		t.Errorf("%v", err)
	}
}

func TestTheSchemaRefusesWhatIsNoHAR(t *testing.T) {
	doc, _ := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(`{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"time":1}]}}`)))
	if err := harSchema(t).Validate(doc); err == nil {
		t.Error("an entry without a request is taken")
	}
}

func TestTheFileOfARecorderIsHAR(t *testing.T) {
	srv := httptest.NewServer(upstream())
	defer srv.Close()
	var file bytes.Buffer
	r := har.New(&file)
	c, err := outbound.New(outbound.Standard(), outbound.WithBaseURL(srv.URL), outbound.WithObserver(r.Observer()), outbound.WithLayer(middleware.PerAttempt, "har", r.Layer()))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, path := range []string{"/items/tea?q=1", "/old/tea", "/missing", "/report", "/hostile/", "http://127.0.0.1:1/"} {
		_, _ = outbound.Get[[]byte](t.Context(), c, path, outbound.NoRetry())
	}
	_, _ = outbound.Post[any](t.Context(), c, "/charges", map[string]string{"item": "tea"})
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(file.Bytes(), []byte("startedDateTime")); n != 8 {
		t.Errorf("got %d entries, want 8", n)
	}
	wantHAR(t, &file)
}

func TestTheFileOfOneCallIsHAR(t *testing.T) {
	s := newScene(t)
	s.play()
	for _, id := range []string{"4", "6", "8", "10"} {
		resp, err := http.Get(s.admin + "/calls/" + id + "/har")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		wantHAR(t, resp.Body)
	}
}
