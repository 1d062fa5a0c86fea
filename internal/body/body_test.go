package body_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/body"
	"example.com/outbound/internal/lifetime"
	"example.com/outbound/internal/testkit"
)

// owner owns the bodies of these tests.
type owner struct {
	lifetime.Root
	idle time.Duration

	mu    sync.Mutex
	told  int
	bytes int64
	err   error
}

type typedError struct{ error }

func (o *owner) Value(any) any              { return nil }
func (o *owner) BodyScope() *lifetime.Scope { return &o.Scope }
func (o *owner) BodyIdle() time.Duration    { return o.idle }
func (o *owner) ReadError(err error) error  { return typedError{err} }
func (o *owner) BodyEnded(n int64, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.told++
	o.bytes, o.err = n, err
}

func (o *owner) want(t *testing.T, bytes int64, failed bool) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.told != 1 || o.bytes != bytes || (o.err != nil) != failed {
		t.Errorf("the owner was told %d times, of %d bytes and %v, want once, of %d and failed %t", o.told, o.bytes, o.err, bytes, failed)
	}
}

// wrap puts a body on rc.
func wrap(t *testing.T, rc io.Reader) (*owner, *body.Body, *testkit.Body, *http.Response) {
	t.Helper()
	o, beneath := &owner{}, testkit.NewBody(rc)
	o.Begin(context.Background())
	t.Cleanup(o.End)
	resp := &http.Response{StatusCode: 200, Body: beneath, ContentLength: -1}
	b := new(body.Body)
	b.Wrap(resp, o)
	return o, b, beneath, resp
}

func TestTheOwnerIsToldOnceOfTheEnd(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		from   io.Reader
		use    func(b *body.Body, o *owner)
		bytes  int64
		failed bool
	}{
		"read":                   {strings.NewReader("hello"), func(b *body.Body, _ *owner) { _, _ = io.ReadAll(b) }, 5, false},
		"read ahead and read":    {strings.NewReader("hello"), func(b *body.Body, _ *owner) { _ = b.ReadAhead(100, -1); _, _ = io.ReadAll(b) }, 5, false},
		"read ahead in part":     {strings.NewReader("hello"), func(b *body.Body, _ *owner) { _ = b.ReadAhead(2, 5); _, _ = io.ReadAll(b) }, 5, false},
		"read ahead and closed":  {strings.NewReader("hello"), func(b *body.Body, _ *owner) { _ = b.ReadAhead(100, 5) }, 0, false},
		"closed unread":          {strings.NewReader("hello"), func(*body.Body, *owner) {}, 0, false},
		"closed in between":      {strings.NewReader("hello"), func(b *body.Body, _ *owner) { _, _ = b.Read(make([]byte, 2)) }, 2, false},
		"broken":                 {io.MultiReader(strings.NewReader("hel"), iotest.ErrReader(broken)), func(b *body.Body, _ *owner) { _, _ = io.ReadAll(b) }, 3, true},
		"broken with the bytes":  {iotest.DataErrReader(io.MultiReader(strings.NewReader("hel"), iotest.ErrReader(broken))), func(b *body.Body, _ *owner) { _, _ = io.ReadAll(b) }, 3, true},
		"ended by its scope":     {strings.NewReader("hello"), func(_ *body.Body, o *owner) { o.LimitFromNow(1); _ = o.Done(); <-o.Done() }, 0, true},
		"finished without bytes": {strings.NewReader(""), func(b *body.Body, _ *owner) { b.Finish() }, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o, b, beneath, resp := wrap(t, c.from)
				c.use(b, o)
				synctest.Wait()
				_ = resp.Body.Close()
				_ = resp.Body.Close()
				o.End()
				o.want(t, c.bytes, c.failed)
				beneath.WantClosed(t)
				if _, err := b.Read(make([]byte, 1)); err != http.ErrBodyReadAfterClose {
					t.Errorf("a read after Close: got %v", err)
				}
			})
		})
	}
}

func TestAReaderSeesTheBytesBeforeTheError(t *testing.T) {
	_, b, _, _ := wrap(t, io.MultiReader(strings.NewReader("hello"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	if err := b.ReadAhead(100, -1); !errors.As(err, new(typedError)) {
		t.Errorf("read ahead: got %v, want the error that the reader sees", err)
	}
	text, err := io.ReadAll(b)
	if string(text) != "hello" || !errors.As(err, new(typedError)) {
		t.Errorf("got %q, %v", text, err)
	}
	if _, again := b.Read(make([]byte, 1)); again != err {
		t.Errorf("got %v at the next read, want the same error", again)
	}
}

// breaking breaks off after its text, and says so with the last bytes.
type breaking struct{ text string }

func (b *breaking) Read(p []byte) (n int, err error) {
	n = copy(p, b.text)
	if b.text = b.text[n:]; b.text == "" {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Memory that a call before has left must not decide how much is read.
func TestNoMoreIsReadAheadThanAskedFor(t *testing.T) {
	for range 50 {
		_, big, _, _ := wrap(t, strings.NewReader(strings.Repeat("x", 1<<10)))
		if err := big.ReadAhead(1<<10, -1); err != nil {
			t.Fatal(err)
		}
		_ = big.Close()
		_, b, _, _ := wrap(t, &breaking{"abcdef"})
		if err := b.ReadAhead(4, -1); err != nil {
			t.Fatalf("a body that breaks after 6 bytes failed a reader ahead of 4: %v", err)
		}
		if text, err := io.ReadAll(b); string(text) != "abcdef" || err == nil {
			t.Fatalf("got %q, %v; want the bytes and an error", text, err)
		}
	}
}

func TestAnAnnouncedLengthIsNotAllocatedBeforeItComes(t *testing.T) {
	for _, limit := range []int64{1 << 20, 1 << 40, 1 << 62, 1<<63 - 1} {
		for _, hint := range []int64{-1, 0, 3, 1 << 40, 1<<63 - 1} {
			_, b, _, _ := wrap(t, strings.NewReader("abc"))
			if err := b.ReadAhead(limit, hint); err != nil {
				t.Errorf("limit %d, announced %d: got %v", limit, hint, err)
			}
			if whole, ok := b.Whole(); !ok || string(whole) != "abc" || cap(whole) > 1<<17 {
				t.Errorf("limit %d, announced %d: got %q in %d bytes of memory", limit, hint, whole, cap(whole))
			}
			_ = b.Close()
		}
	}
}

func TestALookAtWhatWasReadAheadLeavesTheBodyAsItIs(t *testing.T) {
	o, b, beneath, _ := wrap(t, strings.NewReader("hello, world"))
	if err := b.ReadAhead(5, -1); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		b.Peek(func() bool {
			text, err := io.ReadAll(b)
			_ = b.Close()
			if string(text) != "hello" || err != nil {
				t.Errorf("the look: got %q, %v, want what was read ahead", text, err)
			}
			return true
		})
	}
	if o.told > 0 || beneath.Closes() > 0 {
		t.Error("a look has ended the body")
	}
	if text, err := io.ReadAll(b); string(text) != "hello, world" || err != nil {
		t.Errorf("got %q, %v", text, err)
	}
}

func TestABodyIsNotReadOnOnceItIsClosed(t *testing.T) {
	var b *body.Body
	var reads atomic.Int32
	_, b, _, _ = wrap(t, readFunc(func(p []byte) (int, error) {
		if reads.Add(1) == 3 {
			_ = b.Close()
		}
		return copy(p, "x"), nil
	}))
	b.Drain(1<<20, time.Now().Add(time.Hour))
	if got := reads.Load(); got != 3 {
		t.Errorf("%d reads, want 3", got)
	}
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func TestADrainEndsWithItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, b, _, _ := wrap(t, readFunc(func(p []byte) (int, error) { time.Sleep(time.Second); return copy(p, "x"), nil }))
		begun := time.Now()
		b.Drain(1<<20, begun.Add(3*time.Second))
		if took := time.Since(begun); took != 3*time.Second {
			t.Errorf("drained for %v, want 3s", took)
		}
		_ = b.Close()
	})
}

// An HTTP/2 body whose request is still being sent is not ended by its context,
// only by Close.
func TestTheEndOfTheScopeEndsAReadThatIsDeafToIt(t *testing.T) {
	for name, bound := range map[string]func(o *owner){
		"its limit":   func(o *owner) { o.Limit(2 * time.Second) },
		"its silence": func(o *owner) { o.idle = 2 * time.Second },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r, w := io.Pipe()
				o, b, beneath, _ := wrap(t, r)
				_ = o.Done() // as net/http asks
				bound(o)
				go func() { _, _ = io.WriteString(w, "hello") }()
				text, err := io.ReadAll(b)
				if string(text) != "hello" || !errors.As(err, new(typedError)) || o.Elapsed() != 2*time.Second {
					t.Errorf("got %q, %v after %v, want an error after 2s", text, err, o.Elapsed())
				}
				o.want(t, 5, true) // before the reader has returned
				beneath.WantClosed(t)
			})
		})
	}
}

func TestABodyThatComesAfterTheEndOfItsScopeIsClosed(t *testing.T) {
	o, beneath := &owner{}, testkit.NewBody(strings.NewReader("x"))
	o.Begin(context.Background())
	o.End()
	resp := &http.Response{StatusCode: 200, Body: beneath}
	new(body.Body).Wrap(resp, o)
	beneath.WantClosed(t)
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("got the body, want an error")
	}
	o.want(t, 0, true)
}

func TestABodyThatALayerLosesIsClosedWithItsScope(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, beneath := &owner{}, testkit.NewBody(strings.NewReader("x"))
		o.Begin(context.Background())
		new(body.Body).Hold(&http.Response{StatusCode: 200, Body: beneath}, o)
		o.Limit(time.Second)
		<-o.Done()
		synctest.Wait()
		beneath.WantClosed(t)
		o.End()
	})
}

func TestReadAndCloseAtTheSameTime(t *testing.T) {
	for range 200 {
		r, w := io.Pipe()
		o, b, _, _ := wrap(t, r)
		var all sync.WaitGroup
		all.Go(func() { _, _ = io.WriteString(w, "hello"); _ = w.Close() })
		all.Go(func() { _, _ = io.ReadAll(b) })
		all.Go(func() { _ = b.Close() })
		all.Go(o.expire)
		all.Wait()
		o.mu.Lock()
		if o.told != 1 {
			t.Errorf("told %d times, want once", o.told)
		}
		o.mu.Unlock()
	}
}

// expire ends the scope as a bound does.
func (o *owner) expire() { o.LimitFromNow(1); _ = o.Done() }
