package integration_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// net/http does not send a PUT or DELETE again when a reused connection dies
// under it: the client does.
func TestPutAndDeleteAreRepeatedOnADeadConnection(t *testing.T) {
	for _, method := range []string{http.MethodPut, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			srv := faultserver.Start(t, faultserver.JSON("{}"), faultserver.CloseUnanswered(), faultserver.JSON("{}"))
			c := newClient(t, outbound.WithBaseURL(srv.URL), outbound.WithRetry(atOnce(2)))
			if _, err := outbound.Get[any](t.Context(), c, "/"); err != nil {
				t.Fatal(err)
			}
			var meta outbound.ResponseMeta
			if _, err := outbound.Call[any](t.Context(), c, method, "/", nil, outbound.Meta(&meta)); err != nil {
				t.Fatal(err)
			}
			if meta.Attempts != 2 || srv.Count() != 3 {
				t.Errorf("got %d attempts and %d requests, want 2 and 3", meta.Attempts, srv.Count())
			}
		})
	}
}

// net/http returns a 307 whose body it cannot send again as if it were an
// answer, and so does HTTP(); for Do it is an error.
func TestA307WhoseBodyCannotBeReplayedIsNoAnswerOfDo(t *testing.T) {
	srv := faultserver.Start(t, faultserver.Redirect(307, "/y"), faultserver.JSON("{}"))
	c := newClient(t, outbound.WithRetry(atOnce(2)))
	for name, send := range map[string]func(*http.Request) (*http.Response, error){
		"Do":   func(req *http.Request) (*http.Response, error) { return c.Do(req) },
		"HTTP": c.HTTP().Do,
	} {
		t.Run(name, func(t *testing.T) {
			srv.Script(faultserver.Redirect(307, "/y"), faultserver.JSON("{}"))
			once := io.MultiReader(strings.NewReader("once"))
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL, once)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := send(req)
			if err == nil {
				_ = resp.Body.Close()
			}
			if name == "HTTP" { // as net/http does: the 307 is the answer
				if err != nil || resp.StatusCode != 307 {
					t.Errorf("got %v, %v, want the 307", resp, err)
				}
				return
			}
			failure(t, err, httperror.Redirect)
		})
	}
}
