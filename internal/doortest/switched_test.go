package doortest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

// switching is a server on the loopback interface that switches protocols,
// asked or not, and then sends back what it has read once it has read the end.
func switching(t *testing.T) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go echoAfterSwitch(conn)
		}
	}()
	return "http://" + l.Addr().String()
}

func echoAfterSwitch(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	r := bufio.NewReader(conn)
	if _, err := http.ReadRequest(r); err != nil {
		return
	}
	_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	all, _ := io.ReadAll(r)
	_, _ = conn.Write(all)
}

func upgrade(ctx context.Context, t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Connection", "Upgrade")
	req.Header.Set("Upgrade", "echo")
	return req
}

// raws are the doors that hand over a connection.
var raws = map[string]func(*outbound.Client, *http.Request) (*http.Response, error){
	"Do":   func(c *outbound.Client, req *http.Request) (*http.Response, error) { return c.Do(req) },
	"HTTP": func(c *outbound.Client, req *http.Request) (*http.Response, error) { return c.HTTP().Do(req) },
	"RoundTrip": func(c *outbound.Client, req *http.Request) (*http.Response, error) {
		return c.HTTP().Transport.RoundTrip(req)
	},
}

func bounded() map[string]outbound.Option {
	return map[string]outbound.Option{
		"bare":  outbound.Options(),
		"retry": outbound.WithRetry(retry.Policy{}),
		"Standard with short bounds": outbound.Options(outbound.Standard(), outbound.WithTimeout(time.Second),
			outbound.WithAttemptTimeout(time.Second), outbound.WithBodyIdleTimeout(20*time.Millisecond)),
	}
}

func TestASwitchedConnectionCouldNotBeWrittenOrHalfClosed(t *testing.T) {
	url := switching(t)
	for option, opts := range bounded() {
		for name, send := range raws {
			t.Run(option+", "+name, func(t *testing.T) {
				counting, calls := Count()
				c := NewClient(t, opts, counting)
				ctx, cancel := context.WithCancel(t.Context())
				resp, err := send(c, upgrade(ctx, t, url))
				if err != nil || resp.StatusCode != 101 {
					t.Fatalf("got %v, %v, want the 101", resp, err)
				}
				defer resp.Body.Close()
				if begun, ended := calls(); begun != 1 || ended != 1 {
					t.Errorf("%d calls have begun and %d have ended with the headers, want 1 of each", begun, ended)
				}
				cancel() // no context ends the connection
				idle := time.NewTimer(50 * time.Millisecond)
				<-idle.C // longer than the silence that a body may keep
				conn, ok := resp.Body.(interface {
					io.ReadWriteCloser
					CloseWrite() error
				})
				if !ok {
					t.Fatalf("got a %T, want the base's own connection", resp.Body)
				}
				if _, err := io.WriteString(conn, "hello"); err != nil {
					t.Fatal(err)
				}
				if err := conn.CloseWrite(); err != nil {
					t.Fatal(err)
				}
				if all, err := io.ReadAll(conn); err != nil || string(all) != "hello" {
					t.Errorf("got %q, %v, want what was sent", all, err)
				}
			})
		}
	}
}

func TestASwitchThatNobodyAskedForWasAnAnswer(t *testing.T) {
	url := switching(t)
	for option, opts := range bounded() {
		t.Run(option, func(t *testing.T) {
			EachDoor(t, func(t *testing.T, d Door) {
				_, err := d.Call(t.Context(), NewClient(t, opts), Ask{Method: http.MethodGet, URL: url, Opts: []outbound.CallOption{outbound.NoRetry()}})
				WantKind(t, err, httperror.Protocol)
			})
		})
	}
}

func TestARequestOfRestyThatAskedForASwitchReadTheConnection(t *testing.T) {
	url := switching(t)
	for option, opts := range bounded() {
		r := NewClient(t, opts).R(t.Context(), outbound.NoRetry())
		r.Header = http.Header{"Connection": {"Upgrade"}, "Upgrade": {"echo"}}
		_, err := r.Get(url)
		var e *outbound.HTTPError
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want an *HTTPError", option, err)
		}
	}
}

func TestACallHungBeforeTheHeadersOfASwitch(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() // it accepts nothing: connections wait in the backlog
	url := "http://" + l.Addr().String()
	gone := errors.New("the user has left")
	for option, opts := range bounded() {
		for name, send := range raws {
			t.Run(option+", "+name, func(t *testing.T) {
				counting, calls := Count()
				c := NewClient(t, opts, counting)
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(10*time.Millisecond, func() { cancel(gone) })
				_, err := send(c, upgrade(ctx, t, url))
				WantKind(t, err, httperror.Canceled)
				if !errors.Is(err, context.Canceled) || !errors.Is(err, gone) {
					t.Errorf("got %v, want the cancellation and its cause", err)
				}
				if begun, ended := calls(); begun != 1 || ended != 1 {
					t.Errorf("%d calls have begun and %d have ended, want 1 of each", begun, ended)
				}
			})
		}
	}
}
