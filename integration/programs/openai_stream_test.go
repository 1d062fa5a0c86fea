package programs_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

func chunk(word string) string {
	return fmt.Sprintf("data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":%q}}]}\n\n", word)
}

func TestOpenAIStreamsWordByWord(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		next := make(step)
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if body, err := io.ReadAll(r.Body); err != nil || !strings.Contains(string(body), "hello?") || r.Header.Get("Authorization") != "Bearer key" {
				t.Errorf("got %q, %v, Authorization %q", body, err, r.Header.Get("Authorization"))
			}
			w.Header().Set("Content-Type", "text/event-stream")
			for _, word := range []string{"good", "day"} {
				write(w, chunk(word))
				if !next.wait(r.Context()) {
					return
				}
			}
			write(w, "data: [DONE]\n\n")
		})
		words := completions(open(t, loopback), srv.URL)
		s := words.NewStreaming(soon(t), question)
		defer s.Close()
		for _, want := range []string{"good", "day"} {
			if !s.Next() || s.Current().Choices[0].Delta.Content != want {
				t.Fatalf("got %v, %v, want %q", s.Current(), s.Err(), want)
			}
			next.take(t)
		}
		if s.Next() || s.Err() != nil {
			t.Errorf("got %v, %v after the last word", s.Current(), s.Err())
		}
	})
}

func TestOpenAIStreamIsCanceledByItsContext(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		left := make(chan struct{})
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			write(w, chunk("good"))
			<-r.Context().Done()
			close(left)
		})
		ctx, cancel := context.WithCancel(soon(t))
		defer cancel()
		words := completions(open(t, loopback), srv.URL)
		s := words.NewStreaming(ctx, question)
		defer s.Close()
		if !s.Next() {
			t.Fatal(s.Err())
		}
		cancel()
		if s.Next() || s.Err() != context.Canceled {
			t.Errorf("got %v, %T (%v), want context.Canceled", s.Current(), s.Err(), s.Err())
		}
		wantClosed(t, left, "the server's stream")
	})
}

func TestOpenAIStreamThatIsCutOffIsAnUnexpectedEOF(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			write(w, chunk("good"))
			panic(http.ErrAbortHandler)
		})
		words := completions(open(t, loopback), srv.URL)
		s := words.NewStreaming(soon(t), question)
		defer s.Close()
		for s.Next() {
		}
		if s.Err() != io.ErrUnexpectedEOF {
			t.Errorf("got %T (%v), want io.ErrUnexpectedEOF", s.Err(), s.Err())
		}
	})
}
