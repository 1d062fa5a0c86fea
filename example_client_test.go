package outbound_test

import (
	"fmt"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
)

// User is what the examples ask for.
type User struct {
	ID   int    `json:"id"`
	Name string `json:"name"`
}

// exampleClient is a client whose base answers GET /users/42 with the replies.
func exampleClient(replies ...mock.Reply) (*outbound.Client, func()) {
	tb := &exampleTB{}
	client, base := mock.New(tb, outbound.WithBaseURL("https://users.example.com"))
	if len(replies) > 0 {
		base.On("GET", "/users/42", replies...)
	}
	return client, tb.cleanup
}

// exampleTB lets an Example use what is made for tests.
type exampleTB struct {
	testing.TB
	cleanups []func()
}

func (*exampleTB) Helper()                   {}
func (tb *exampleTB) Cleanup(f func())       { tb.cleanups = append(tb.cleanups, f) }
func (*exampleTB) Errorf(f string, a ...any) { fmt.Printf(f+"\n", a...) }
func (*exampleTB) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (*exampleTB) Error(a ...any)            { fmt.Println(a...) }
func (*exampleTB) Logf(string, ...any)       {}
func (*exampleTB) Name() string              { return "Example" }
func (*exampleTB) Failed() bool              { return false }
func (*exampleTB) Skipped() bool             { return false }
func (tb *exampleTB) cleanup() {
	for i := len(tb.cleanups) - 1; i >= 0; i-- {
		tb.cleanups[i]()
	}
}
