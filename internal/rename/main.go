// Rename changes the module path of this repository everywhere: in every go.mod,
// in imports, documentation and scripts. A house that adopts it runs, once:
//
//	go run ./internal/rename git.house.example/platform/outbound
//
// It changes text files that git knows or would add, and prints their names.
// Running it again changes nothing.
package main

import (
	"context"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./internal/rename git.house.example/platform/outbound")
		os.Exit(2)
	}
	changed, err := rename(context.Background(), ".", os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "rename:", err)
		os.Exit(1)
	}
	for _, name := range changed {
		fmt.Println(name)
	}
}
