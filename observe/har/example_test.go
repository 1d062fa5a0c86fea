package har_test

import (
	"os"
	"path/filepath"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/observe/har"
)

func Example() {
	dir, err := os.MkdirTemp("", "har")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)

	file, err := os.Create(filepath.Join(dir, "calls.har"))
	if err != nil {
		panic(err)
	}
	defer file.Close()

	recorder := har.New(file)
	defer recorder.Close()
	client, err := outbound.New(
		outbound.Standard(),
		outbound.WithObserver(recorder.Observer()),
		outbound.WithLayer(middleware.PerAttempt, "har", recorder.Layer()), // only for bodies
	)
	if err != nil {
		panic(err)
	}
	defer client.Close()
	// Output:
}
