package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// completion prints a script for a shell. The script asks the program for the
// words that may come next; where there are none the shell completes files.
type completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

const (
	bashScript = `_outbound() {
	local IFS=$'\n'
	COMPREPLY=($(outbound complete -- "${COMP_WORDS[@]:1:$COMP_CWORD}" 2>/dev/null))
}
complete -o bashdefault -o default -F _outbound outbound
`
	zshScript  = "#compdef outbound\nautoload -U +X bashcompinit && bashcompinit\n" + bashScript
	fishScript = `function __outbound
	set -l words (outbound complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)
	set -q words[1]; and printf '%s\n' $words; or __fish_complete_path (commandline -ct)
end
complete -c outbound -f -a '(__outbound)'
`
)

// Run prints the script.
func (c *completion) Run(s *streams) error {
	script := map[string]string{"bash": bashScript, "zsh": zshScript, "fish": fishScript}[c.Shell]
	_, err := io.WriteString(s.out, script)
	return wrapWrite(err)
}

// complete prints the words that may stand in the place of the last argument.
type complete struct {
	presetFile
	Words []string `arg:"" optional:""`
}

// Run prints a word per line.
func (c *complete) Run(s *streams, app *kong.Application) error {
	if len(c.Words) == 0 {
		c.Words = []string{""}
	}
	before, last := c.Words[:len(c.Words)-1], c.Words[len(c.Words)-1]
	if i := slices.Index(before, "--config"); i >= 0 && i+1 < len(before) {
		c.Config = before[i+1]
	}
	for _, word := range c.next(app, before, last) {
		if !strings.HasPrefix(word, last) {
			continue
		}
		if _, err := fmt.Fprintln(s.out, word); err != nil {
			return writeError{err}
		}
	}
	return nil
}

// next is the words that may follow those before. last tells flags from values.
func (c *complete) next(app *kong.Application, before []string, last string) (words []string) {
	if len(before) == 0 {
		for _, n := range app.Children {
			if !n.Hidden {
				words = append(words, n.Name)
			}
		}
		return append(words, "--help", "--version")
	}
	i := slices.IndexFunc(app.Children, func(n *kong.Node) bool { return n.Name == before[0] })
	if i < 0 {
		return nil
	}
	flags := slices.Concat(app.Children[i].Flags, app.Flags)
	if f := takes(flags, before[len(before)-1]); f != nil {
		return c.values(f.Value)
	}
	if strings.HasPrefix(last, "-") {
		for _, f := range flags {
			words = append(words, names(f)...)
		}
		return words
	}
	for _, arg := range app.Children[i].Positional {
		words = append(words, c.values(arg)...)
	}
	return words
}

// takes is the flag of that name if it has a value, which the next word is.
func takes(flags []*kong.Flag, name string) *kong.Flag {
	for _, f := range flags {
		if !f.IsBool() && slices.Contains(names(f), name) {
			return f
		}
	}
	return nil
}

func names(f *kong.Flag) []string {
	if f.Short == 0 {
		return []string{"--" + f.Name}
	}
	return []string{"--" + f.Name, "-" + string(f.Short)}
}

// values are the words that v may be: those of its enum, or the presets of the file.
// Without any the shell completes a file.
func (c *complete) values(v *kong.Value) []string {
	switch {
	case v.Enum != "":
		return strings.Split(v.Enum, ",")
	case v.Name == "preset":
		if f, err := c.load(); err == nil {
			return f.Names()
		}
	}
	return nil
}
