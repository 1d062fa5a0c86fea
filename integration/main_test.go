package integration_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain is the child of TestEnvironment if it was started as such.
// Otherwise no goroutine may be left when all tests are done.
func TestMain(m *testing.M) {
	if target := os.Getenv(childTarget); target != "" {
		os.Exit(child(target, os.Getenv(childMode)))
	}
	goleak.VerifyTestMain(m)
}
