package transport

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

func TestADialThatReachesItsBoundNamesIt(t *testing.T) {
	timedOut := &net.OpError{Op: "dial", Net: "tcp", Err: os.ErrDeadlineExceeded}
	for name, tt := range map[string]struct {
		after time.Duration
		err   error
		limit string
	}{
		"the bound":          {5 * time.Second, timedOut, "dial timeout 5s"},
		"an earlier timeout": {time.Second, timedOut, ""},
		"refused":            {6 * time.Second, errors.New("refused"), ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, err := watched(func(context.Context, string, string) (net.Conn, error) {
				time.Sleep(tt.after)
				return nil, tt.err
			})(t.Context(), "tcp", "192.0.2.1:80")
			l, ok := err.(interface{ Limit() string }) // the outermost
			if ok != (tt.limit != "") || ok && l.Limit() != tt.limit {
				t.Errorf("%s: got %v (%T), want the limit %q", name, err, err, tt.limit)
			}
			if !errors.Is(err, tt.err) || err.Error() != tt.err.Error() {
				t.Errorf("%s: got %v, want %v in it", name, err, tt.err)
			}
		})
	}
}
