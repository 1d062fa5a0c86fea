package programs_test

import (
	"net/http"
	"testing"

	"connectrpc.com/connect"
)

// The handler breaks off after the headers: RST_STREAM with INTERNAL_ERROR.
func TestConnectReadsTheCodeOfAStreamThatIsResetAfterItsHeaders(t *testing.T) {
	types := map[string]string{"connect": "application/connect+proto", "gRPC": "application/grpc+proto", "gRPC-web": "application/grpc-web+proto"}
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			both(t, func(t *testing.T, open open) {
				srv, n := serveH2(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Content-Type", types[p.name])
					write(w, "")
					panic(http.ErrAbortHandler)
				}))
				s, err := connect.NewClient[text, text](open(t, n), srv.URL+stream, p.option).CallServerStream(soon(t), connect.NewRequest(say("")))
				if err == nil {
					if s.Receive() {
						t.Fatal("got a message")
					}
					err = s.Err()
					s.Close()
				}
				if connect.CodeOf(err) != connect.CodeInternal {
					t.Errorf("got %v, want the code internal", err)
				}
			})
		})
	}
}
