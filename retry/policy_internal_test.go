package retry

import (
	"testing"
	"time"
)

func TestTheZeroPolicyIsTheHousePolicy(t *testing.T) {
	var p Policy
	equal(t, "attempts", p.attempts(), 4)
	equal(t, "maxElapsed", p.maxElapsed(), 50*time.Second)
	equal(t, "maxRetryAfter", p.maxRetryAfter(), 6*time.Hour)
	equal(t, "bufferBody", p.bufferBody(), 65536)
	for n, want := range []time.Duration{1 * time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second} {
		d, ok := p.wait()(n + 1)
		equal(t, "wait", d, want)
		equal(t, "wait goes on", ok, true)
	}
	equal(t, "jitter", p.jitter()(8*time.Second, .25), 2*time.Second)
	equal(t, "when", (&run{policy: &p}).wantsRetry(Attempt{Kind: "dns"}), true)
	for range 1000 {
		if u := p.rand()(); u < 0 || u >= 1 {
			t.Fatalf("rand: got %v, want it in [0,1)", u)
		}
	}
}

func TestAFieldThatIsSetWins(t *testing.T) {
	p := Policy{
		Attempts: Unlimited, MaxElapsed: Unlimited, MaxRetryAfter: 1, BufferBody: -1, Wait: Constant(7), Jitter: NoJitter,
		When: func(Attempt) bool { return true }, Rand: func() float64 { return .5 },
	}
	equal(t, "attempts", p.attempts(), Unlimited)
	equal(t, "maxElapsed", p.maxElapsed(), Unlimited)
	equal(t, "maxRetryAfter", p.maxRetryAfter(), 1)
	equal(t, "bufferBody", p.bufferBody(), -1)
	d, _ := p.wait()(3)
	equal(t, "wait", d, 7)
	equal(t, "jitter", p.jitter()(8, .25), 8)
	equal(t, "when", (&run{policy: &p}).wantsRetry(Attempt{}), true)
	equal(t, "rand", p.rand()(), .5)
}

func TestAllows(t *testing.T) {
	tests := map[string]struct {
		methods []string
		method  string
		want    bool
	}{
		"GET by default":            {nil, "GET", true},
		"HEAD by default":           {nil, "HEAD", true},
		"OPTIONS by default":        {nil, "OPTIONS", true},
		"TRACE by default":          {nil, "TRACE", true},
		"PUT by default":            {nil, "PUT", true},
		"DELETE by default":         {nil, "DELETE", true},
		"no method is GET":          {nil, "", true},
		"lower case by default":     {nil, "put", true},
		"POST not by default":       {nil, "POST", false},
		"PATCH not by default":      {nil, "PATCH", false},
		"CONNECT not by default":    {nil, "CONNECT", false},
		"lower-case post neither":   {nil, "post", false},
		"a longer word":             {nil, "GETS", false},
		"an empty list has nothing": {[]string{}, "GET", false},
		"POST of the list":          {[]string{"POST"}, "POST", true},
		"case of the list":          {[]string{"post"}, "POST", true},
		"GET not of the list":       {[]string{"POST"}, "GET", false},
		"every method":              {AnyMethod(), "POST", true},
		"every method, own verb":    {AnyMethod(), "BREW", true},
		"star among others":         {[]string{"GET", "*"}, "POST", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			equal(t, "allows", (&Policy{Methods: tt.methods}).allows(tt.method), tt.want)
		})
	}
}

func TestDefaultsAllocateNothing(t *testing.T) {
	p := &Policy{}
	got := testing.AllocsPerRun(100, func() {
		d, _ := p.wait()(p.attempts())
		p.jitter()(d, p.rand()())
		(&run{policy: p}).wantsRetry(Attempt{})
		if p.allows("POST") || p.bufferBody() < 0 || p.maxElapsed() < 0 || p.maxRetryAfter() < 0 {
			t.Error("not the defaults")
		}
	})
	equal(t, "allocations", got, 0)
}

// equal fails t unless got is want.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
