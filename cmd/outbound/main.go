// Outbound makes HTTP calls the way a service does that imports the library, and
// explains and checks the presets of a file.
//
//	outbound get https://httpbin.org/get
//	outbound post --preset billing /invoices -d @invoice.json -v
//	outbound events --preset prices /stream
//	outbound explain billing
//	outbound check services.yaml
//
// docs/cli.md has the commands, flags and exit statuses.
package main

//go:generate go run . explain standard --svg ../../docs/schedule.svg

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"example.com/outbound"
)

// cli is the commands and their flags.
type cli struct {
	Get    request `cmd:"" group:"Calls" help:"Request a URL."`
	Head   request `cmd:"" group:"Calls" help:"Request the headers of a URL."`
	Post   request `cmd:"" group:"Calls" help:"Send a body to a URL."`
	Put    request `cmd:"" group:"Calls" help:"Replace what is at a URL."`
	Patch  request `cmd:"" group:"Calls" help:"Change what is at a URL."`
	Delete request `cmd:"" group:"Calls" help:"Delete what is at a URL."`

	Events events `cmd:"" group:"Streams" help:"Print the server-sent events of a URL, one a line, as they come."`
	Lines  lines  `cmd:"" group:"Streams" help:"Print the JSON values of a URL that has one a line (NDJSON), as they come."`

	Explain    explain    `cmd:"" group:"Presets" help:"Show the settings, chain and retry schedule of a preset."`
	Check      check      `cmd:"" group:"Presets" help:"Check files of presets."`
	Presets    presets    `cmd:"" group:"Presets" help:"List the presets of a file."`
	Schema     schema     `cmd:"" group:"Presets" help:"Print the JSON Schema of a file of presets."`
	Completion completion `cmd:"" help:"Print a completion script for bash, zsh or fish."`
	Complete   complete   `cmd:"" hidden:"" help:"Print the words that may come next, for the completion script."`

	Version kong.VersionFlag `help:"Print the version."`
}

func main() {
	s := newStreams(os.Stdin, os.Stdout, os.Stderr)
	os.Exit(interruptible(s, func(ctx context.Context) int { return run(ctx, os.Args[1:], s) }))
}

// run does what args say and returns the exit status.
func run(ctx context.Context, args []string, s *streams) (status int) {
	var c cli
	parser, err := kong.New(&c,
		kong.Name("outbound"),
		kong.Description("HTTP calls with the outbound client, and its presets explained."),
		kong.Writers(s.out, s.err),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Vars{"version": "outbound " + outbound.Version},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: widthOf(s.out.file)}),
	)
	if err != nil {
		panic(err) // the tags of cli are wrong
	}
	defer func() { // --help and --version end in the middle of parsing
		if p := recover(); p != nil {
			code, ok := p.(exited)
			if !ok {
				panic(p)
			}
			status = int(code)
		}
	}()
	command, err := parser.Parse(args)
	if err == nil {
		command.BindTo(ctx, (*context.Context)(nil))
		err = command.Run(s, parser.Model)
	} else {
		err = usageError{fmt.Errorf("%w; see outbound --help", err)}
	}
	if stopped := (interrupted{}); err != nil && errors.As(context.Cause(ctx), &stopped) {
		err = stopped
	}
	s.report(err)
	return statusOf(err)
}

// exited is the panic that takes the place of os.Exit in kong.
type exited int
