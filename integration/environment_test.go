package integration_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
	"example.com/outbound/integration/faultserver"
)

// net/http reads the proxy variables once per process, so every case is a
// process of its own: this test binary, told by these variables to be the child.
const (
	childTarget = "OUTBOUND_TEST_TARGET" // address that originHost stands for
	childMode   = "OUTBOUND_TEST_MODE"   // "", "without", or the URL for WithProxy
)

// child sends one request to originHost and returns the exit status.
func child(target, mode string) int {
	opts := []outbound.Option{direct(target)}
	switch mode {
	case "":
	case "without":
		opts = append(opts, outbound.WithoutProxy())
	default:
		opts = append(opts, outbound.WithProxy(mode))
	}
	c, err := outbound.New(opts...)
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_, err = outbound.Get[any](ctx, c, "http://"+originHost+"/start")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func TestEnvironment(t *testing.T) {
	for _, tt := range []struct {
		name    string
		noProxy string
		mode    string // "explicit" stands for WithProxy with the other proxy
		environ int32  // requests through the environment's proxy
		other   int32  // requests through the explicit one
	}{
		{name: "the environment's proxy is the default", environ: 2},
		{name: "NO_PROXY names the host", noProxy: "other.test," + originHost},
		{name: "WithoutProxy means none, after a redirect too", mode: "without"},
		{name: "WithProxy wins over the environment", mode: "explicit", other: 2},
		{name: "NO_PROXY holds for WithProxy", mode: "explicit", noProxy: originHost},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := faultserver.Start(t, faultserver.Redirect(302, "/end"), faultserver.JSON("{}"))
			environ, other := startProxy(t, srv.Addr), startProxy(t, srv.Addr)
			mode := strings.Replace(tt.mode, "explicit", other.URL, 1)

			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = []string{
				childTarget + "=" + srv.Addr, childMode + "=" + mode,
				"HTTP_PROXY=" + environ.URL, "NO_PROXY=" + tt.noProxy,
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("child: %v\n%s", err, out)
			}
			if environ.plain.Load() != tt.environ || other.plain.Load() != tt.other {
				t.Errorf("got %d requests through the environment's proxy and %d through the other, want %d and %d",
					environ.plain.Load(), other.plain.Load(), tt.environ, tt.other)
			}
			if srv.Count() != 2 {
				t.Errorf("server saw %d requests, want 2", srv.Count())
			}
		})
	}
}
