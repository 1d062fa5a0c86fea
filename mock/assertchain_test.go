package mock_test

import (
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/mock"
)

func TestTheChainOfAPresetIsHeldToItsNames(t *testing.T) {
	c, _ := mock.New(t, outbound.Standard())
	mock.AssertChain(t, c, c.Chain()...)
	whole := c.Chain()
	swapped := append([]string{whole[1], whole[0]}, whole[2:]...)
	for name, names := range map[string][]string{
		"one too few":   whole[1:],
		"one too many":  append(c.Chain(), "mine"),
		"another order": swapped,
		"no names":      nil,
	} {
		s := &spy{TB: t}
		mock.AssertChain(s, c, names...)
		if said := s.end(); !strings.Contains(said, "got  "+strings.Join(whole, ", ")) {
			t.Errorf("%s: got %q, want the chain as it is", name, said)
		}
	}
}
