// Options writes docs/options.md from the doc comments of the options. It runs in
// docs, by go generate.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	var page strings.Builder
	err := write(&page, "..")
	if err == nil {
		err = os.WriteFile("options.md", []byte(page.String()), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write makes the page of the package in dir.
func write(w io.Writer, dir string) error {
	found, constants, err := options(dir)
	if err != nil {
		return err
	}
	for i := range found {
		found[i].comment = valued(found[i].comment, constants)
	}
	fmt.Fprint(w, head)
	for _, o := range found {
		if o.isPreset() {
			fmt.Fprintf(w, "### %s\n\n%s", o.signature, o.preset())
		}
	}
	fmt.Fprint(w, "## Options of a client\n\n| option | default | effect |\n| --- | --- | --- |\n")
	for _, o := range found {
		if o.result == "Option" && !o.isPreset() {
			effect, byDefault := o.effect()
			fmt.Fprintf(w, "| `%s` | %s | %s |\n", o.signature, byDefault, effect)
		}
	}
	fmt.Fprint(w, "\n## Options of a call\n\nThey are passed to a typed call, to `R`, `Do`, `HTTP` and `CallContext`.\n\n| option | effect |\n| --- | --- |\n")
	for _, o := range found {
		if o.result == "CallOption" {
			effect, _ := o.effect()
			fmt.Fprintf(w, "| `%s` | %s |\n", o.signature, effect)
		}
	}
	return nil
}

const head = `# Options

In short: the values of each preset, then every option of a client with its default, then
every option of a call. An option that is given later wins over an earlier one, so options
after a preset change it. The page is generated from the comments of the code by
` + "`go generate ./docs`" + `, and a test compares the two. Examples are in
[example_options_test.go](../example_options_test.go), and
[presets.md](presets.md) has the keys of the same options in files.

## Presets

` + "`Preset(name, opts…)`" + ` makes a preset of your own. These are built in:

`
