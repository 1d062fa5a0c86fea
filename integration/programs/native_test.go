package programs_test

import (
	"context"
	"net"
	"net/http"
	"testing"

	"connectrpc.com/connect"
	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
	"golang.org/x/net/http2"
)

func TestConnectReadsTheCodeOfARSTStream(t *testing.T) {
	ca := faultserver.NewAuthority(t)
	for code, want := range map[http2.ErrCode]connect.Code{
		http2.ErrCodeInternal:           connect.CodeInternal,
		http2.ErrCodeCancel:             connect.CodeCanceled,
		http2.ErrCodeEnhanceYourCalm:    connect.CodeResourceExhausted,
		http2.ErrCodeInadequateSecurity: connect.CodePermissionDenied,
	} {
		for _, p := range protocols {
			t.Run(code.String()+", "+p.name, func(t *testing.T) {
				both(t, func(t *testing.T, open open) {
					srv := faultserver.StartH2(t, ca.Issue(t), 0, faultserver.H2Reset(code))
					hc := open(t, trusting(ca.Pool), outbound.NativeErrors())
					_, err := connect.NewClient[text, text](hc, srv.URL+unary, p.option).CallUnary(soon(t), connect.NewRequest(say("")))
					if connect.CodeOf(err) != want {
						t.Errorf("got %v, want the code %v", err, want)
					}
				})
			})
		}
	}
}

// A program that compares errors sees those of net/http.
func TestNativeErrorsAreThoseOfTheBase(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		hc := open(t, loopback, outbound.NativeErrors(), outbound.NoRetry())
		free, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := free.Addr().String()
		free.Close()
		_, err = hc.Transport.RoundTrip(request(t, soon(t), "http://"+address))
		if _, ok := err.(*net.OpError); !ok {
			t.Errorf("got %T (%v), want a *net.OpError", err, err)
		}
		begun := make(chan struct{})
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			close(begun)
			<-r.Context().Done()
		})
		ctx, cancel := context.WithCancel(soon(t))
		go func() {
			<-begun
			cancel()
		}()
		if _, err := hc.Transport.RoundTrip(request(t, ctx, srv.URL)); err != context.Canceled {
			t.Errorf("got %T (%v), want context.Canceled", err, err)
		}
	})
}
