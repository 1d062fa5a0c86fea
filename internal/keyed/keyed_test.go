package keyed_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"example.com/outbound/internal/keyed"
)

type counter struct {
	sync.Mutex
	n    int
	busy bool
}

func (c *counter) Idle() bool { return !c.busy }

func request(t *testing.T, rawURL string) *http.Request {
	t.Helper()
	u, err := url.Parse(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Request{URL: u}
}

func TestOneOriginHasOneKeyHoweverItIsWritten(t *testing.T) {
	for written, want := range map[string]string{
		"https://a.example/x":       "https://a.example",
		"HTTPS://A.Example:443/y?z": "https://a.example",
		"http://a.example:80":       "http://a.example",
		"http://a.example:":         "http://a.example",
		"http://a.example:443":      "http://a.example:443",
		"https://[::1]:443/":        "https://[::1]",
		"https://u:p@a.example/":    "https://a.example",
	} {
		k := keyed.Of(request(t, written), nil)
		if k.String() != want || k != keyed.Parse(want, false) {
			t.Errorf("%s: got the key %q, want %q, and the same parsed", written, k, want)
		}
	}
	named := keyed.Of(request(t, "https://a.example"), func(*http.Request) string { return "https://b.example" })
	if named == keyed.Parse("https://b.example", false) || named != keyed.Parse("https://b.example", true) {
		t.Error("a name of the user's must not be mixed up with an origin")
	}
}

func TestTheKeyOfAnOriginAllocatesNothing(t *testing.T) {
	var m keyed.Map[counter, *counter]
	req := request(t, "https://a.example:8443/path")
	if n := testing.AllocsPerRun(100, func() { m.Lock(keyed.Of(req, nil)).Unlock() }); n != 0 {
		t.Errorf("got %v allocations, want 0", n)
	}
}

func name(i int) keyed.Key { return keyed.Parse(fmt.Sprint(i), true) }

func TestIdleStatesMakeWayAndBusyOnesStay(t *testing.T) {
	var m keyed.Map[counter, *counter]
	busy := m.Lock(name(-1))
	busy.busy, busy.n = true, 7
	busy.Unlock()
	for i := range 10 * keyed.Max {
		s := m.Lock(name(i))
		if s == nil {
			t.Fatalf("key %d has no state, though others are idle", i)
		}
		s.Unlock()
	}
	held := 0
	for range m.All() {
		held++
	}
	if held > keyed.Max {
		t.Errorf("got %d states, want at most %d", held, keyed.Max)
	}
	if s := m.Known(name(-1)); s == nil || s.n != 7 {
		t.Error("the busy state was forgotten")
	}
}

func TestAStateInUseOutlivesThoseThatAreNot(t *testing.T) {
	var m keyed.Map[counter, *counter]
	for i := range 5 * keyed.Max {
		m.Lock(name(i)).Unlock()
		s := m.Lock(name(-1))
		s.n++
		s.Unlock()
	}
	if s := m.Known(name(-1)); s == nil || s.n != 5*keyed.Max {
		t.Error("a state that every other request uses was forgotten for keys that were used once")
	}
}

func TestAFullMapOfBusyStatesHasNoRoom(t *testing.T) {
	var m keyed.Map[counter, *counter]
	for i := range keyed.Max {
		s := m.Lock(name(i))
		s.busy = true
		s.Unlock()
	}
	if m.Lock(name(-1)) != nil || m.Known(name(-1)) != nil {
		t.Error("got a state beyond the limit")
	}
}

func TestNoUpdateIsLostWhileStatesMakeWay(t *testing.T) {
	var m keyed.Map[counter, *counter]
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 2000 {
				s := m.Lock(name(-1))
				s.n++
				s.busy = true
				s.Unlock()
				if s := m.Lock(name(g*2000 + i)); s != nil {
					s.Unlock()
				}
			}
		})
	}
	all.Wait()
	if s := m.Known(name(-1)); s == nil || s.n != 8000 {
		t.Error("updates were lost")
	}
}
