package mock_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// spy is a test that is meant to fail. Fatalf panics with it.
type spy struct {
	testing.TB
	mu     sync.Mutex
	clean  []func()
	errors []string
	log    []string
}

func (s *spy) Helper()                   {}
func (s *spy) Cleanup(f func())          { s.clean = append(s.clean, f) }
func (s *spy) Errorf(f string, a ...any) { s.errors = append(s.errors, fmt.Sprintf(f, a...)) }
func (s *spy) Fatalf(f string, a ...any) { s.Errorf(f, a...); panic(s) }
func (s *spy) Failed() bool              { return len(s.errors) > 0 }

func (s *spy) Log(a ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, fmt.Sprint(a...))
}

func (s *spy) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.log, "\n")
}

// end ends the test and returns what made it fail.
func (s *spy) end() string {
	for len(s.clean) > 0 {
		last := len(s.clean) - 1
		f := s.clean[last]
		s.clean = s.clean[:last]
		f()
	}
	return strings.Join(s.errors, "\n")
}

// fatal is what Fatalf said in f, "" if it was not called.
func (s *spy) fatal(f func()) (text string) {
	defer func() {
		if r := recover(); r != nil {
			if r != any(s) {
				panic(r)
			}
			text = s.errors[len(s.errors)-1]
		}
	}()
	f()
	return ""
}
