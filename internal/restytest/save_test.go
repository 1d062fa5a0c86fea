package restytest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/testkit"
)

const yesterday = "yesterday's good file"

// oldFile is a file in an empty directory.
func oldFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(name, []byte(yesterday), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// wantFile demands the content of a file, and that nothing is left beside it.
func wantFile(t *testing.T, name, want string) {
	t.Helper()
	if got, err := os.ReadFile(name); err != nil || string(got) != want {
		t.Errorf("the file holds %.60q, %v, want %.60q", got, err, want)
	}
	if all, _ := os.ReadDir(filepath.Dir(name)); len(all) != 1 {
		t.Errorf("got %d files in the directory, want 1", len(all))
	}
}

func TestSetOutputReplacedAGoodFileByWhatWasNoAnswer(t *testing.T) {
	for name, tt := range map[string]struct {
		verb  string
		reply testkit.Reply
		kind  httperror.Kind
		want  string
		opts  []outbound.CallOption
	}{
		"an answer":               {"GET", testkit.Text(200, "new"), "", "new", nil},
		"an empty answer":         {"GET", testkit.Text(200, ""), "", "", nil},
		"an answer to a POST":     {"POST", testkit.JSON(201, `{"id":1}`), "", `{"id":1}`, nil},
		"JSON that is none":       {"GET", testkit.JSON(200, `{`), "", `{`, nil},
		"a partial answer":        {"GET", testkit.Text(206, "ew"), "", "ew", nil},
		"a missing page":          {"GET", testkit.Text(404, "gone"), httperror.ClientStatus, yesterday, nil},
		"an allowed missing page": {"GET", testkit.Text(404, "gone"), "", "gone", []outbound.CallOption{outbound.AllowStatus(404)}},
		"a broken server":         {"GET", testkit.Text(500, "broken"), httperror.ServerStatus, yesterday, nil},
		"a busy server":           {"GET", testkit.Text(429, "busy"), httperror.RateLimited, yesterday, nil},
		"nothing new":             {"GET", testkit.Status(304), "", yesterday, nil},
		"no content":              {"GET", testkit.Status(204), "", yesterday, nil},
		"an answer to HEAD":       {"HEAD", testkit.Text(200, "new"), "", yesterday, nil},
		"a redirect to nowhere":   {"GET", testkit.Text(302, "moved"), "", yesterday, nil},
		"a body that is cut off":  {"GET", testkit.CutOff(200, "text/plain", strings.Repeat("x", 100_000)), httperror.Body, yesterday, nil},
		"a small one cut off":     {"GET", testkit.CutOff(200, "text/plain", "x"), httperror.Body, yesterday, nil},
		"a server that is gone":   {"GET", testkit.Refused(), httperror.Connect, yesterday, nil},
	} {
		for way, opt := range map[string]outbound.CallOption{"": nil, " with Stream": outbound.Stream()} {
			t.Run(name+way, func(t *testing.T) {
				c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(tt.reply)), outbound.WithMaxResponseBytes(10))
				file := oldFile(t)
				resp, err := c.R(t.Context(), append(tt.opts, opt)...).SetOutput(file).Execute(tt.verb, doortest.Get().URL)
				if httperror.Classify(err) != tt.kind {
					t.Errorf("got %v, want kind %q", err, tt.kind)
				}
				wantFile(t, file, tt.want)
				if tt.kind == "" && tt.want != yesterday && resp.Size() != int64(len(tt.want)) {
					t.Errorf("got size %d, want %d", resp.Size(), len(tt.want))
				}
			})
		}
	}
}

func TestAFileOfSetOutputEndedAtTheBoundOfABufferedBody(t *testing.T) {
	big := strings.Repeat("x", 100_000)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, big) }))
	defer s.Close()
	c := doortest.NewClient(t, outbound.WithMaxResponseBytes(1000))
	file := oldFile(t)
	if _, err := c.R(t.Context()).SetOutput(file).SetResponseBodyLimit(10).Get(s.URL); err != nil {
		t.Fatal(err)
	}
	wantFile(t, file, big)
}

func TestTheBodyOfAnErrorIsReadThoughTheAnswerBelongsToAFile(t *testing.T) {
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.JSON(422, `{"name":"too long"}`))))
	var detail doortest.User
	resp, err := c.R(t.Context()).SetOutput(oldFile(t)).SetError(&detail).Get(doortest.Get().URL)
	e := doortest.WantKind(t, err, httperror.ClientStatus)
	if string(e.Body) != `{"name":"too long"}` || resp.String() != string(e.Body) || detail.Name != "too long" {
		t.Errorf("got %s, %s, %v", e.Body, resp, detail)
	}
}

func TestAnOutputThatCannotBeMadeIsFoundBeforeTheSend(t *testing.T) {
	for name, file := range map[string]string{"below a file": filepath.Join(oldFile(t), "f"), "a directory": t.TempDir(), "below a device": "/dev/null/f"} {
		base := testkit.Script(testkit.Text(200, "x"))
		_, err := doortest.NewClient(t, outbound.WithMockTransport(base)).R(t.Context()).SetOutput(file).Get(doortest.Get().URL)
		doortest.WantKind(t, err, httperror.Request)
		if t.Failed() {
			t.Fatal(name)
		}
		base.WantSent(t, 0)
	}
}

func TestARelativeOutputGoesBelowTheOutputDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "for", "it")
	c := doortest.NewClient(t, outbound.WithMockTransport(testkit.Script(testkit.Text(200, "new"))), outbound.WithResty(func(rc *resty.Client) { rc.SetOutputDirectory(dir) }))
	if _, err := c.R(t.Context()).SetOutput("f").Get(doortest.Get().URL); err != nil {
		t.Fatal(err)
	}
	wantFile(t, filepath.Join(dir, "f"), "new")
}

func readText(name string) (string, error) {
	text, err := os.ReadFile(name)
	return string(text), err
}
