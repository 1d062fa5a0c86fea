package mock_test

import (
	"strings"
	"testing"

	"example.com/outbound/mock"
)

func TestARequestAfterTheEndOfItsTestIsNotAnswered(t *testing.T) {
	s := &spy{TB: t}
	m := mock.NewTransport(s)
	m.On("POST", "/x").AnyTimes()
	_ = s.end()
	body := &closing{Reader: strings.NewReader("hello")}
	req := request(t, "POST", api+"/x")
	req.Body = body
	resp, err := m.RoundTrip(req)
	if resp != nil || err == nil || !strings.Contains(err.Error(), "the test has ended") || !body.closed.Load() {
		t.Errorf("got %v, %v, want an error and the body closed", resp, err)
	}
}
