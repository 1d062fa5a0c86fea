package testkit

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// nginxConfig configures nginx to run in the foreground, in one process of the user who runs the test,
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
		%[3]s
	}
}
`

// Nginx starts nginx, with what is in its server block, and returns its URL. It may
// read files of dir. It ends with the test. If it is not installed the test fails.
func Nginx(t testing.TB, dir, server string) string {
	t.Helper()
	path, err := exec.LookPath("nginx")
	if err != nil {
		if path, err = exec.LookPath("/usr/sbin/nginx"); err != nil {
			t.Fatalf("nginx is not installed (apt-get install nginx-light): %v", err)
		}
	}
	own := t.TempDir()
	addr := freeAddr(t)
	config := filepath.Join(own, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, own, addr.Port, server), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-p", dir, "-c", config, "-e", filepath.Join(own, "error.log"))
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
	awaitPort(t, addr, gone, filepath.Join(own, "error.log"))
	return "http://" + addr.String()
}

// freeAddr is an address that was free a moment ago.
func freeAddr(t testing.TB) *net.TCPAddr {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr)
}

// awaitPort returns when a server listens, and fails if nginx ends before.
func awaitPort(t testing.TB, addr *net.TCPAddr, gone chan error, log string) {
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
