package programs_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"connectrpc.com/connect"
)

func TestConnectServerStreamArrivesMessageByMessage(t *testing.T) {
	eachProtocol(t, func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, next step, _ <-chan struct{}) {
		c := connect.NewClient[text, text](hc, url+stream, protocol)
		s, err := c.CallServerStream(soon(t), connect.NewRequest(say("message ")))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for i := range 3 {
			want := fmt.Sprint("message ", i+1)
			if !s.Receive() || s.Msg().Value != want {
				t.Fatalf("got %v, %v, want %q", s.Msg(), s.Err(), want)
			}
			next.take(t)
		}
		if s.Receive() || connect.CodeOf(s.Err()) != connect.CodeDataLoss {
			t.Errorf("got %v, %v, want the code data_loss", s.Msg(), s.Err())
		}
	})
}

func TestConnectServerStreamEndsWithItsContext(t *testing.T) {
	eachProtocol(t, func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, _ step, ended <-chan struct{}) {
		ctx, cancel := context.WithCancel(soon(t))
		defer cancel()
		c := connect.NewClient[text, text](hc, url+stream, protocol)
		s, err := c.CallServerStream(ctx, connect.NewRequest(say("message ")))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if !s.Receive() {
			t.Fatal(s.Err())
		}
		cancel()
		if s.Receive() || connect.CodeOf(s.Err()) != connect.CodeCanceled {
			t.Errorf("got %v, %v, want the code canceled", s.Msg(), s.Err())
		}
		wantClosed(t, ended, "the server's stream")
	})
}

func TestConnectBidiTalksInTurn(t *testing.T) {
	eachProtocol(t, func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, _ step, _ <-chan struct{}) {
		s := connect.NewClient[text, text](hc, url+bidi, protocol).CallBidiStream(soon(t))
		for _, want := range []string{"one", "two", "three"} {
			if err := s.Send(say(want)); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Receive(); err != nil || got.Value != want {
				t.Fatalf("got %v, %v, want %q", got, err, want)
			}
		}
		if err := s.CloseRequest(); err != nil {
			t.Error(err)
		}
		if got, err := s.Receive(); !errors.Is(err, io.EOF) {
			t.Errorf("got %v, %v, want io.EOF", got, err)
		}
		if err := s.CloseResponse(); err != nil {
			t.Error(err)
		}
	})
}

func TestConnectBidiEndsWithItsContext(t *testing.T) {
	eachProtocol(t, func(t *testing.T, hc *http.Client, url string, protocol connect.ClientOption, _ step, _ <-chan struct{}) {
		ctx, cancel := context.WithCancel(soon(t))
		defer cancel()
		s := connect.NewClient[text, text](hc, url+bidi, protocol).CallBidiStream(ctx)
		if err := s.Send(say("one")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Receive(); err != nil {
			t.Fatal(err)
		}
		cancel()
		if got, err := s.Receive(); connect.CodeOf(err) != connect.CodeCanceled {
			t.Errorf("got %v, %v, want the code canceled", got, err)
		}
		s.CloseRequest()
		s.CloseResponse()
	})
}
