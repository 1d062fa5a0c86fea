package vcr_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// spy is a test that is meant to fail. Fatalf panics with it.
type spy struct {
	testing.TB
	clean  []func()
	errors []string
}

func (s *spy) Helper()                   {}
func (s *spy) Cleanup(f func())          { s.clean = append(s.clean, f) }
func (s *spy) Errorf(f string, a ...any) { s.errors = append(s.errors, fmt.Sprintf(f, a...)) }
func (s *spy) Fatalf(f string, a ...any) { s.Errorf(f, a...); panic(s) }
func (s *spy) Failed() bool              { return len(s.errors) > 0 }
func (s *spy) Skipped() bool             { return false }

func (s *spy) end() string {
	for _, f := range slices.Backward(s.clean) {
		f()
	}
	return strings.Join(s.errors, "\n")
}

// fatal is what Fatalf said in f, "" if it was not called.
func (s *spy) fatal(f func()) (text string) {
	defer func() {
		if recover() != nil {
			text = s.errors[len(s.errors)-1]
		}
	}()
	f()
	return ""
}
