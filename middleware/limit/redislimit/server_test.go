package redislimit_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"example.com/outbound/middleware/limit"
	"example.com/outbound/middleware/limit/redislimit"
)

// server is a real redis-server on a port of 127.0.0.1.
type server struct {
	t    *testing.T
	port int
	cmd  *exec.Cmd
}

func startRedis(t *testing.T) *server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Fatalf("redis-server is not installed (apt-get install redis-server): %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, port: l.Addr().(*net.TCPAddr).Port}
	l.Close()
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *server) addr() string { return fmt.Sprint("127.0.0.1:", s.port) }

// start starts the server and waits until it accepts connections.
func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.Command("redis-server", "--bind", "127.0.0.1", "--port", strconv.Itoa(s.port),
		"--save", "", "--appendonly", "no", "--dir", s.t.TempDir())
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go func() {
				for lines.Scan() { // so that the server never waits for its reader
				}
			}()
			return
		}
	}
	s.t.Fatal("redis-server did not start")
}

func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func storeAt(t *testing.T, addr string) *redislimit.Store {
	t.Helper()
	client := redis.NewClient(redislimit.Options(redis.Options{Addr: addr}))
	t.Cleanup(func() { client.Close() })
	return redislimit.New(client, "test")
}

const (
	asProcess = "REDISLIMIT_PROCESS" // the address of Redis, in a process of the test
	window    = 3 * time.Second
)

// quota is what the processes share. The burst makes up for tokens that are
// late on a busy machine.
var quota = limit.Rate{N: 100, Burst: 20}

// TestMain makes the test program a process that sends as fast as it may, where
// the test has asked for that.
func TestMain(m *testing.M) {
	if addr := os.Getenv(asProcess); addr != "" {
		fmt.Println(sendFor(window, addr))
		return
	}
	os.Exit(m.Run())
}

var anyRequest = &http.Request{URL: &url.URL{Scheme: "https", Host: "a.test"}}

// sendFor returns how many requests the rate has let through in a time.
func sendFor(d time.Duration, addr string) (n int) {
	r := quota
	client := redis.NewClient(redislimit.Options(redis.Options{Addr: addr}))
	defer client.Close()
	r.Store = redislimit.New(client, "processes")
	l, err := limit.NewLimiter(r)
	if err != nil {
		panic(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	for {
		if _, err := l.Wait(ctx, anyRequest, limit.Stop{}); err != nil || ctx.Err() != nil {
			return n
		}
		n++
	}
}

func TestTwoProcessesShareOneQuota(t *testing.T) {
	s := startRedis(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	outs := make(chan int, 2)
	for range 2 {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), asProcess+"="+s.addr())
		go func() {
			out, err := cmd.Output()
			n, convErr := strconv.Atoi(strings.TrimSpace(string(out)))
			if err != nil || convErr != nil {
				t.Errorf("a process: %v, %v", err, convErr)
			}
			outs <- n
		}()
	}
	a, b := <-outs, <-outs
	want := int(quota.N*window.Seconds()) + quota.Burst
	if got := a + b; got < want*95/100 || got > want*105/100 {
		t.Errorf("got %d and %d requests, want %d together, within 5 %%", a, b, want)
	}
	t.Logf("%d and %d requests, %d wanted together", a, b, want)
}

func TestAKilledRedisLeavesTheLocalRateAndComesBack(t *testing.T) {
	s := startRedis(t)
	r := limit.Rate{N: 200, Burst: 1, Store: storeAt(t, s.addr())}
	l := limiter(t, r)
	var told []string
	take := func(n int) time.Duration {
		t.Helper()
		begin := time.Now()
		for range n {
			change, err := l.Wait(t.Context(), request(t), limit.Stop{})
			if err != nil {
				t.Fatal(err)
			}
			if change != nil {
				told = append(told, change.From+">"+change.To)
			}
		}
		return time.Since(begin)
	}
	take(20)
	s.kill()
	if got := take(100); got < 490*time.Millisecond || got > time.Second {
		t.Errorf("got 100 requests in %v without Redis, want 0.5s: the local rate", got)
	}
	s.start()
	take(300) // longer than the second for which it is not asked
	if got := fmt.Sprint(told); got != "[shared>local local>shared]" {
		t.Errorf("got the changes %s", got)
	}
}

func TestASilentRedisCostsOneTimeout(t *testing.T) {
	s := startRedis(t)
	l := limiter(t, limit.Rate{N: 1e6, Store: storeAt(t, s.addr())})
	if _, err := l.Wait(t.Context(), request(t), limit.Stop{}); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	for range 100 {
		if _, err := l.Wait(t.Context(), request(t), limit.Stop{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := time.Since(begin); got < limit.StoreTimeout || got > 400*time.Millisecond {
		t.Errorf("got 100 requests in %v, want little more than %v", got, limit.StoreTimeout)
	}
}
