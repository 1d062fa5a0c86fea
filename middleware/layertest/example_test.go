package layertest_test

import (
	"fmt"
	"net/http"

	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

// A layer that writes to its caller's request breaks the contract.
func ExampleRun() {
	careless := func(next http.RoundTripper) http.RoundTripper {
		return middleware.Func(func(req *http.Request) (*http.Response, error) {
			req.Header.Set("X-Tenant", "blue")
			return next.RoundTrip(req)
		})
	}
	t := &counter{} // in a test: its *testing.T
	layertest.Run(t, careless)
	fmt.Println("breaks the contract:", t.failures > 0)
	// Output: breaks the contract: true
}

// counter counts the failures of a suite.
type counter struct{ failures int }

func (c *counter) Helper()               {}
func (c *counter) Errorf(string, ...any) { c.failures++ }
