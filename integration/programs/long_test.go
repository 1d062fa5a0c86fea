package programs_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"connectrpc.com/connect"
	"example.com/outbound"
	"github.com/coder/websocket"
	"github.com/launchdarkly/eventsource"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"
)

// Each silence of an hour is longer than every bound that Standard has.
const aDay = within(24 * time.Hour)

// silent runs test with both clients in virtual time.
func silent(t *testing.T, h http.HandlerFunc, test func(t *testing.T, open open, n network)) {
	for name, open := range map[string]open{"net/http": aDay.standard, "outbound": aDay.outbound} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, open, servePipes(t, h)) })
		})
	}
}

// anHour reports whether an hour passed before ctx ended.
func anHour(ctx context.Context) bool {
	select {
	case <-time.After(time.Hour):
		return true
	case <-ctx.Done():
		return false
	}
}

// afterAnHour answers with a body whose two parts are an hour apart.
func afterAnHour(kind, first, second string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		write(w, first)
		if anHour(r.Context()) {
			write(w, second)
		}
	}
}

func TestEventsourceIsSilentForAnHour(t *testing.T) {
	silent(t, afterAnHour("text/event-stream", "data: one\n\n", "data: two\n\n"), func(t *testing.T, open open, n network) {
		var failed error
		s, err := eventsource.SubscribeWithRequestAndOptions(request(t, aDay.context(t), "http://events.example"),
			eventsource.StreamOptionHTTPClient(open(t, n)),
			eventsource.StreamOptionErrorHandler(func(err error) eventsource.StreamErrorHandlerResult {
				failed = err
				return eventsource.StreamErrorHandlerResult{CloseNow: true}
			}))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"one", "two"} {
			if event, ok := <-s.Events; !ok || event.Data() != want {
				t.Fatalf("got %v, %v, want %q", event, failed, want)
			}
		}
		if _, ok := <-s.Events; ok || failed != io.EOF {
			t.Errorf("got %v, want the end", failed)
		}
	})
}

func TestConnectServerStreamIsSilentForAnHour(t *testing.T) {
	silent(t, func(w http.ResponseWriter, r *http.Request) {
		connect.NewServerStreamHandler(stream, func(ctx context.Context, r *connect.Request[text], s *connect.ServerStream[text]) error {
			if err := s.Send(r.Msg); err != nil {
				return err
			}
			if !anHour(ctx) {
				return ctx.Err()
			}
			return s.Send(r.Msg)
		}).ServeHTTP(w, r)
	}, func(t *testing.T, open open, n network) {
		s, err := connect.NewClient[text, text](open(t, n), "http://echo.example"+stream).CallServerStream(aDay.context(t), connect.NewRequest(say("hello")))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		for range 2 {
			if !s.Receive() {
				t.Fatal(s.Err())
			}
		}
	})
}

// The type of a watch does not tell that it is a stream: Stream says so.
func TestKubernetesWatchIsSilentForAnHour(t *testing.T) {
	silent(t, afterAnHour("application/json", podEvent(watch.Added, "a"), podEvent(watch.Deleted, "a")), func(t *testing.T, open open, n network) {
		pods := podsOf(t, &rest.Config{Host: "http://kubernetes.example"}, open(t, n, outbound.Stream()))
		w, err := pods.Watch(aDay.context(t), v1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Stop()
		for _, want := range []watch.EventType{watch.Added, watch.Deleted} {
			if event := <-w.ResultChan(); event.Type != want {
				t.Fatalf("got %v, want %s", event, want)
			}
		}
	})
}

func TestDockerLogsAreSilentForAnHour(t *testing.T) {
	silent(t, daemon(afterAnHour("application/vnd.docker.multiplexed-stream", frame("one\n"), frame("two\n"))), func(t *testing.T, open open, n network) {
		c, err := client.New(client.WithScheme("http"), client.WithHTTPClient(open(t, n, outbound.Stream())))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		logs, err := c.ContainerLogs(aDay.context(t), "web", follow)
		if err != nil {
			t.Fatal(err)
		}
		defer logs.Close()
		var out bytes.Buffer
		if _, err := stdcopy.StdCopy(&out, io.Discard, logs); err != nil || out.String() != "one\ntwo\n" {
			t.Errorf("got %q, %v", out.String(), err)
		}
	})
}

func TestOpenAIStreamIsSilentForAnHour(t *testing.T) {
	silent(t, afterAnHour("text/event-stream", chunk("good"), chunk("day")+"data: [DONE]\n\n"), func(t *testing.T, open open, n network) {
		words := completions(open(t, n), "http://model.example")
		s := words.NewStreaming(aDay.context(t), question)
		defer s.Close()
		for _, want := range []string{"good", "day"} {
			if !s.Next() || s.Current().Choices[0].Delta.Content != want {
				t.Fatalf("got %v, %v, want %q", s.Current(), s.Err(), want)
			}
		}
	})
}

func TestWebsocketIsSilentForAnHour(t *testing.T) {
	silent(t, echo(t, make(chan websocket.StatusCode, 2)), func(t *testing.T, open open, n network) {
		c, _, err := websocket.Dial(aDay.context(t), "ws://echo.example", &websocket.DialOptions{HTTPClient: open(t, n)})
		if err != nil {
			t.Fatal(err)
		}
		defer c.CloseNow()
		time.Sleep(time.Hour)
		if err := c.Write(aDay.context(t), websocket.MessageText, []byte("late")); err != nil {
			t.Fatal(err)
		}
		if _, got, err := c.Read(aDay.context(t)); err != nil || string(got) != "late" {
			t.Errorf("got %q, %v", got, err)
		}
	})
}
