package programs_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound"
	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"
)

// daemon answers as a Docker daemon does; logs writes those of a container.
func daemon(logs func(w http.ResponseWriter, r *http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Api-Version", "1.47")
		switch {
		case r.URL.Path == "/_ping":
		case strings.HasSuffix(r.URL.Path, "/containers/web/logs"):
			w.Header().Set("Content-Type", "application/vnd.docker.multiplexed-stream")
			logs(w, r)
		default:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, `{"message":"no such container"}`)
		}
	}
}

// frame is one write of a container to standard output.
func frame(text string) string {
	head := make([]byte, 8)
	head[0] = byte(stdcopy.Stdout)
	binary.BigEndian.PutUint32(head[4:], uint32(len(text)))
	return string(head) + text
}

func docker(t *testing.T, open open, h http.Handler) *client.Client {
	t.Helper()
	name := serveUnix(t, h)
	c, err := client.New(client.WithHost("unix://"+name), client.WithScheme("http"), client.WithHTTPClient(open(t, unix(name), outbound.Stream())))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

var follow = client.ContainerLogsOptions{ShowStdout: true, Follow: true}

func TestDockerLogsFollow(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		next := make(step)
		c := docker(t, open, daemon(func(w http.ResponseWriter, r *http.Request) {
			write(w, frame("one\n"))
			if next.wait(r.Context()) {
				write(w, frame("two\n"))
			}
		}))
		logs, err := c.ContainerLogs(soon(t), "web", follow)
		if err != nil {
			t.Fatal(err)
		}
		defer logs.Close()
		first := make([]byte, len(frame("one\n")))
		if _, err := io.ReadFull(logs, first); err != nil || string(first) != frame("one\n") {
			t.Fatalf("got %q, %v", first, err)
		}
		close(next)
		var out bytes.Buffer
		if _, err := stdcopy.StdCopy(&out, io.Discard, logs); err != nil || out.String() != "two\n" {
			t.Errorf("got %q, %v, want the second line", out.String(), err)
		}
	})
}

func TestDockerLogsFollowUntilCanceled(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		left := make(chan struct{})
		c := docker(t, open, daemon(func(w http.ResponseWriter, r *http.Request) {
			write(w, frame("one\n"))
			<-r.Context().Done()
			close(left)
		}))
		ctx, cancel := context.WithCancel(soon(t))
		defer cancel()
		logs, err := c.ContainerLogs(ctx, "web", follow)
		if err != nil {
			t.Fatal(err)
		}
		defer logs.Close()
		if _, err := io.ReadFull(logs, make([]byte, len(frame("one\n")))); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := io.ReadAll(logs); err == nil {
			t.Error("the logs ended without an error")
		}
		wantClosed(t, left, "the daemon's request")
	})
}

func TestDockerErrorsAreTyped(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		c := docker(t, open, daemon(nil))
		if _, err := c.ContainerLogs(soon(t), "other", follow); !errdefs.IsNotFound(err) {
			t.Errorf("got %v, want not found", err)
		}
	})
}
