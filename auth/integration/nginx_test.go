package integration_test

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"example.com/outbound"
	"example.com/outbound/auth"
	"example.com/outbound/auth/integration/idp"
	"example.com/outbound/auth/oauth"
	"example.com/outbound/httperror"
)

// config is nginx in the foreground, one process as the user who runs the test,
// with everything that it writes in its own folder.
const nginxConfig = `
daemon off;
master_process off;
pid %[1]s/pid;
error_log %[1]s/error.log;
events {}
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	server {
		listen 127.0.0.1:%[2]d;
		location /basic {
			auth_basic "members";
			auth_basic_user_file %[1]s/htpasswd;
			return 200 "welcome";
		}
		location /basic/file {
			auth_basic "members";
			auth_basic_user_file %[1]s/htpasswd;
			alias %[1]s/htpasswd;
		}
		location /sub/ {
			auth_request /check;
			proxy_pass %[3]s/;
		}
		location = /check {
			internal;
			proxy_pass %[3]s/api;
			proxy_pass_request_body off;
			proxy_set_header Content-Length "";
		}
	}
}
`

// startNginx starts nginx before the server at backend and returns its address.
// It is a failure, not a skip, that it is not installed.
func startNginx(t *testing.T, backend string) string {
	t.Helper()
	path, err := exec.LookPath("nginx")
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/nginx"); err != nil {
			t.Fatalf("nginx is not installed (apt-get install nginx-light): %v", err)
		}
	}
	dir := t.TempDir()
	sum := sha1.Sum([]byte("p:w ü"))
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("htpasswd", "user:{SHA}"+base64.StdEncoding.EncodeToString(sum[:])+"\n")
	addr := freeAddr(t)
	write("nginx.conf", fmt.Sprintf(nginxConfig, dir, addr.Port, backend))
	cmd := exec.Command(path, "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-e", filepath.Join(dir, "error.log"))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-gone:
		case <-time.After(5 * time.Second):
			_ = cmd.Process.Kill()
			<-gone
		}
	})
	awaitPort(t, addr, gone, filepath.Join(dir, "error.log"))
	return "http://" + addr.String()
}

// freeAddr is an address that was free a moment ago.
func freeAddr(t *testing.T) *net.TCPAddr {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr)
}

// awaitPort returns when somebody listens, and fails if nginx ends before.
func awaitPort(t *testing.T, addr *net.TCPAddr, gone chan error, log string) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); <-tick.C {
		select {
		case err := <-gone:
			text, _ := os.ReadFile(log)
			gone <- err
			t.Fatalf("nginx ended: %v\n%s", err, text)
		default:
		}
		if c, err := net.Dial("tcp", addr.String()); err == nil {
			_ = c.Close()
			return
		}
	}
	t.Fatal("nginx did not listen within 10 s")
}

func TestNginxLetsUsIn(t *testing.T) {
	s := &idp.Server{Life: time.Hour}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.Token)
	mux.HandleFunc("/", s.API)
	backend := httptest.NewServer(mux)
	t.Cleanup(backend.Close)
	front := startNginx(t, backend.URL)

	netrc := filepath.Join(t.TempDir(), "netrc")
	if err := os.WriteFile(netrc, []byte(`machine 127.0.0.1 login user password "p:w ü"`), 0o600); err != nil {
		t.Fatal(err)
	}
	tokens := auth.Tokens(oauth.ClientCredentials(clientcredentials.Config{ClientID: idp.ClientID, ClientSecret: idp.ClientSecret,
		TokenURL: backend.URL + "/token", AuthStyle: oauth2.AuthStyleInHeader}))
	for _, tt := range []struct {
		name   string
		path   string
		scheme auth.Scheme
		status int
	}{
		{"auth_basic takes Basic", "/basic", auth.Basic("user", "p:w ü"), 200},
		{"auth_basic takes what netrc has", "/basic", auth.Netrc(netrc), 200},
		{"auth_basic refuses a wrong password", "/basic/file", auth.Basic("user", "wrong"), 401},
		{"auth_request takes a token", "/sub/x", tokens, 200},
		{"auth_request refuses another", "/sub/x", auth.Bearer("wrong"), 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := outbound.New(outbound.WithBaseURL(front), outbound.WithoutProxy(), outbound.WithAuth(tt.scheme))
			if err != nil {
				t.Fatal(err)
			}
			got, err := outbound.Get[string](t.Context(), c, tt.path)
			switch {
			case tt.status != 200 && !errors.Is(err, httperror.Status(tt.status)):
				t.Errorf("got %v, want status %d", err, tt.status)
			case tt.status == 200 && (err != nil || got != "welcome"):
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Run("auth_request and a revoked token", func(t *testing.T) {
		c, err := outbound.New(outbound.WithBaseURL(front), outbound.WithoutProxy(), outbound.WithAuth(tokens))
		if err != nil {
			t.Fatal(err)
		}
		asked := s.Asked()
		s.Revoke()
		if got, err := outbound.Post[string](t.Context(), c, "/sub/x", map[string]int{"a": 1}); err != nil || got != "welcome" || s.Asked() != asked+1 {
			t.Errorf("got %q, %v after %d questions", got, err, s.Asked()-asked)
		}
	})
}
