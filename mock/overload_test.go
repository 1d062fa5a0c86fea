package mock_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"example.com/outbound/mock"
)

func TestAnOverloadedServerAnswersAsItsWorkersCan(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/x", mock.Overload(2, time.Second))
		m.On("GET", "/other", mock.Overload(2, time.Second))
		ask := func(path string, n int) (took []time.Duration) {
			var mu sync.Mutex
			var all sync.WaitGroup
			begun := time.Now()
			for range n {
				all.Go(func() {
					wantBody(t, m, "GET", api+path, "", "")
					mu.Lock()
					defer mu.Unlock()
					took = append(took, time.Since(begun))
				})
			}
			all.Wait()
			return took
		}
		const s = time.Second
		if got, want := ask("/x", 5), []time.Duration{s, s, 2 * s, 2 * s, 3 * s}; !slices.Equal(got, want) {
			t.Errorf("got answers after %v, want %v", got, want)
		}
		time.Sleep(time.Minute)
		if got, want := ask("/x", 3), []time.Duration{s, s, 2 * s}; !slices.Equal(got, want) {
			t.Errorf("after a pause: got answers after %v, want %v", got, want)
		}
		if got, want := ask("/other", 1), []time.Duration{s}; !slices.Equal(got, want) {
			t.Errorf("another server: got answers after %v, want %v", got, want)
		}
	})
}

func TestAnOverloadedServerWorksForAClientThatHasGone(t *testing.T) {
	mock.Run(t, func(t *testing.T, m *mock.Transport) {
		m.On("GET", "/x", mock.Overload(1, 10*time.Second))
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := m.RoundTrip(request(t, "GET", api+"/x").WithContext(ctx)); err == nil {
				t.Error("got an answer, want none within a second")
			}
			cancel()
		}
		wantBody(t, m, "GET", api+"/x", "", "")
		if m.Elapsed() != 40*time.Second {
			t.Errorf("the answer came after %v, want it after those before it, 40s", m.Elapsed())
		}
	})
}

func TestOneServerBehindTwoURLsHasOneQueueInEachTest(t *testing.T) {
	busy := mock.Overload(1, time.Second)
	for range 2 {
		mock.Run(t, func(t *testing.T, m *mock.Transport) {
			m.On("GET", "/a", busy.With("X-A", "1"))
			m.On("GET", "/b", busy)
			var all sync.WaitGroup
			all.Go(func() { wantBody(t, m, "GET", api+"/a", "", "") })
			all.Go(func() { wantBody(t, m, "GET", api+"/b", "", "") })
			all.Wait()
			if m.Elapsed() != 2*time.Second {
				t.Errorf("took %v, want 2s", m.Elapsed())
			}
		})
	}
}
