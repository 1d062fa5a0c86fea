// Schemafile writes the JSON Schema of presets to the file that it is given.
package main

import (
	"fmt"
	"os"

	"example.com/outbound/config"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: schemafile FILE")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], config.Schema(), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
