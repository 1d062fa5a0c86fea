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

// sendFor returns how many requests the rate has let through in a time, and how
// often Redis has not answered in time: then a process has the whole rate for itself.
func sendFor(d time.Duration, addr string) (n, alone int) {
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
		change, err := l.Wait(ctx, anyRequest, limit.Stop{})
		if change != nil && change.To == "local" {
			alone++
		}
		if err != nil || ctx.Err() != nil {
			return n, alone
		}
		n++
	}
}

// A round in which a busy machine has kept Redis from answering in time proves
// nothing.
func TestTwoProcessesShareOneQuota(t *testing.T) {
	s := startRedis(t)
	want := int(quota.N*window.Seconds()) + quota.Burst
	for range 10 {
		got, alone := twoProcesses(t, s.addr())
		t.Logf("%d requests, %d wanted, Redis was late %d times", got, want, alone)
		if alone > 0 {
			continue
		}
		if got < want*95/100 || got > want*105/100 {
			t.Errorf("got %d requests of two processes, want %d, within 5 %%", got, want)
		}
		return
	}
	t.Error("Redis was late in each of 10 rounds")
}

// twoProcesses returns what two processes have sent together, and how often Redis
// was late.
func twoProcesses(t *testing.T, addr string) (sent, late int) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	type count struct{ sent, late int }
	counts := make(chan count, 2)
	for range 2 {
		cmd := exec.Command(exe)
		cmd.Env = append(os.Environ(), asProcess+"="+addr)
		go func() {
			var c count
			out, err := cmd.Output()
			if _, scanErr := fmt.Sscan(string(out), &c.sent, &c.late); err != nil || scanErr != nil {
				t.Errorf("a process: %v, %v", err, scanErr)
			}
			counts <- c
		}()
	}
	a, b := <-counts, <-counts
	return a.sent + b.sent, a.late + b.late
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
	told = nil
	if got := take(100); got < 490*time.Millisecond {
		t.Errorf("got 100 requests in %v without Redis, want at least 0.5s: the local rate", got)
	}
	s.start()
	for begin := time.Now(); len(told) == 0 || told[len(told)-1] != "local>shared"; take(1) {
		if time.Since(begin) > 30*time.Second {
			t.Fatalf("Redis is asked for no more: %s", told)
		}
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
	if got := time.Since(begin); got < limit.StoreTimeout || got > 100*limit.StoreTimeout/2 {
		t.Errorf("got 100 requests in %v, want one timeout of %v and not one each", got, limit.StoreTimeout)
	}
}
