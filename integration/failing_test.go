package integration_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// failing is a test that may fail without harm, and what it has said.
type failing struct {
	testing.TB
	said  strings.Builder
	after []func()
}

func (f *failing) Helper()                      {}
func (f *failing) Name() string                 { return "failing" }
func (f *failing) Failed() bool                 { return false }
func (f *failing) Skipped() bool                { return false }
func (f *failing) Context() context.Context     { return context.Background() }
func (f *failing) Cleanup(do func())            { f.after = append(f.after, do) }
func (f *failing) Log(args ...any)              { fmt.Fprintln(&f.said, args...) }
func (f *failing) Logf(s string, args ...any)   { fmt.Fprintf(&f.said, s+"\n", args...) }
func (f *failing) Error(args ...any)            { f.Log(args...) }
func (f *failing) Errorf(s string, args ...any) { f.Logf(s, args...) }
func (f *failing) Fatal(args ...any)            { f.Log(args...); panic(f) }
func (f *failing) Fatalf(s string, args ...any) { f.Logf(s, args...); panic(f) }

// try runs do until its end or a fatal failure.
func (f *failing) try(do func()) {
	defer func() {
		if r := recover(); r != nil && r != f {
			panic(r)
		}
	}()
	do()
}

// finish runs the clean-up, last things first.
func (f *failing) finish() {
	for i := len(f.after) - 1; i >= 0; i-- {
		f.after[i]()
	}
}
