package mock

import (
	"slices"
	"strings"
	"testing"

	"example.com/outbound"
)

// AssertChain fails the test unless the layers of c, as [outbound.Client.Chain]
// names them from the call to the transport, are exactly these in this order. It
// holds a preset to what it promises.
func AssertChain(t testing.TB, c *outbound.Client, names ...string) {
	t.Helper()
	if got := c.Chain(); !slices.Equal(got, names) {
		t.Errorf("mock: AssertChain: the client has other layers:\n  want %s\n  got  %s",
			strings.Join(names, ", "), strings.Join(got, ", "))
	}
}
