// Package programs_test runs programs that other people wrote with a client of
// outbound beneath them. Each test runs twice: with a client of net/http as the
// control, and with one made by [outbound.Client.HTTP] under
// [outbound.Standard]. The programs are modules of their own; what they need is
// not in the go.mod of outbound.
package programs_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain fails if a goroutine is left when all tests are done.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		goleak.IgnoreTopFunction("k8s.io/klog/v2.(*flushDaemon).run.func1")) // runs as long as the process
}
