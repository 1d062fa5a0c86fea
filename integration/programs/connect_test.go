package programs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

type text = wrapperspb.StringValue

func say(s string) *text { return wrapperspb.String(s) }

// protocols are the three that connect speaks.
var protocols = []struct {
	name   string
	option connect.ClientOption
}{
	{"connect", connect.WithClientOptions()},
	{"gRPC", connect.WithGRPC()},
	{"gRPC-web", connect.WithGRPCWeb()},
}

const (
	unary  = "/test.Echo/Unary"
	stream = "/test.Echo/Stream"
	bidi   = "/test.Echo/Bidi"
)

// echoes is a service: Unary returns its text or fails with unavailable, Stream
// sends the text again at each step, Bidi returns every text.
func echoes(next step, ended chan<- struct{}) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(unary, connect.NewUnaryHandler(unary, func(_ context.Context, r *connect.Request[text]) (*connect.Response[text], error) {
		if r.Msg.Value == "fail" {
			err := connect.NewError(connect.CodeUnavailable, errors.New("not today"))
			if detail, derr := connect.NewErrorDetail(say("detail")); derr == nil {
				err.AddDetail(detail)
			}
			return nil, err
		}
		return connect.NewResponse(say(r.Msg.Value)), nil
	}, connect.WithIdempotency(connect.IdempotencyNoSideEffects)))
	mux.Handle(stream, connect.NewServerStreamHandler(stream, func(ctx context.Context, r *connect.Request[text], s *connect.ServerStream[text]) error {
		defer close(ended)
		for i := 1; ; i++ {
			if err := s.Send(say(fmt.Sprint(r.Msg.Value, i))); err != nil {
				return err
			}
			if !next.wait(ctx) {
				return ctx.Err()
			}
			if i == 3 {
				return connect.NewError(connect.CodeDataLoss, errors.New("the rest is lost"))
			}
		}
	}))
	mux.Handle(bidi, connect.NewBidiStreamHandler(bidi, func(_ context.Context, s *connect.BidiStream[text, text]) error {
		for {
			m, err := s.Receive()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := s.Send(say(m.Value)); err != nil {
				return err
			}
		}
	}))
	return mux
}

// eachProtocol runs test with both clients over HTTP/2 and every protocol.
func eachProtocol(t *testing.T, test func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, next step, ended <-chan struct{})) {
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			both(t, func(t *testing.T, open open) {
				next, ended := make(step), make(chan struct{})
				srv, n := serveH2(t, echoes(next, ended))
				test(t, open(t, n), srv.URL, p.option, next, ended)
			})
		})
	}
}

func TestConnectUnary(t *testing.T) {
	eachProtocol(t, func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, _ step, _ <-chan struct{}) {
		c := connect.NewClient[text, text](hc, url+unary, protocol)
		got, err := c.CallUnary(soon(t), connect.NewRequest(say("hello")))
		if err != nil || got.Msg.Value != "hello" {
			t.Fatalf("got %v, %v", got, err)
		}
	})
}

func TestConnectUnaryErrorKeepsItsCodeAndDetails(t *testing.T) {
	eachProtocol(t, func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, _ step, _ <-chan struct{}) {
		c := connect.NewClient[text, text](hc, url+unary, protocol)
		_, err := c.CallUnary(soon(t), connect.NewRequest(say("fail")))
		var ce *connect.Error
		if !errors.As(err, &ce) || ce.Code() != connect.CodeUnavailable || ce.Message() != "not today" || len(ce.Details()) != 1 {
			t.Fatalf("got %v, want unavailable with a detail", err)
		}
	})
}

func TestConnectUnaryByGET(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv, n := serveH2(t, echoes(nil, nil))
		c := connect.NewClient[text, text](open(t, n), srv.URL+unary, connect.WithHTTPGet(), connect.WithIdempotency(connect.IdempotencyNoSideEffects))
		got, err := c.CallUnary(soon(t), connect.NewRequest(say("hello")))
		if err != nil || got.Msg.Value != "hello" {
			t.Fatalf("got %v, %v", got, err)
		}
	})
}
