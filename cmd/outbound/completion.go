package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// completion prints a script that completes commands, flags and the names of
// presets. It is made from the commands, so that it knows all of them.
type completion struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Run prints the script.
func (c *completion) Run(s streams, app *kong.Application) error {
	script := map[string]func(*kong.Application) string{"bash": bash, "zsh": zsh, "fish": fish}[c.Shell]
	_, err := io.WriteString(s.out, script(app))
	return wrapWrite(err)
}

// flagNames are those of a command, "-o" and "--output", with the ones that all
// commands have.
func flagNames(app *kong.Application, n *kong.Node) (names []string) {
	for _, f := range slices.Concat(n.Flags, app.Flags) {
		names = append(names, "--"+f.Name)
		if f.Short != 0 {
			names = append(names, "-"+string(f.Short))
		}
	}
	return names
}

// valueOf says how the value of a flag or argument is completed: files, presets,
// one of its words, or not at all.
func valueOf(v *kong.Value) (what string, words []string) {
	switch {
	case v.Enum != "":
		return "words", strings.Split(v.Enum, ",")
	case v.Name == "preset":
		return "presets", nil
	case v.Name == "config" || v.Name == "output" || v.Name == "svg" || v.Name == "file":
		return "files", nil
	}
	return "", nil
}

// takers are the flags of all commands whose value is completed alike.
func takers(app *kong.Application, what string) (flags []string) {
	for _, n := range app.Children {
		for _, f := range n.Flags {
			if w, _ := valueOf(f.Value); w == what {
				flags = append(flags, "--"+f.Name)
				if f.Short != 0 {
					flags = append(flags, "-"+string(f.Short))
				}
			}
		}
	}
	slices.Sort(flags)
	return slices.Compact(flags)
}

func bash(app *kong.Application) string {
	var b strings.Builder
	b.WriteString(`# bash completion of outbound: source <(outbound completion bash)
_outbound() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} config= i words= presets=
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == --config ]] && config=${COMP_WORDS[i+1]}
	done
	presets="outbound presets ${config:+--config $config}"
	case $prev in
`)
	fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", strings.Join(takers(app, "files"), "|"))
	fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -W \"$($presets 2>/dev/null)\" -- \"$cur\")); return ;;\n", strings.Join(takers(app, "presets"), "|"))
	b.WriteString("\t--bars) COMPREPLY=($(compgen -W \"auto always never\" -- \"$cur\")); return ;;\n\tesac\n\tcase ${COMP_WORDS[1]} in\n")
	var commands []string
	for _, n := range app.Children {
		commands = append(commands, n.Name)
		fmt.Fprintf(&b, "\t%s) words=%q", n.Name, strings.Join(flagNames(app, n), " "))
		for _, arg := range n.Positional {
			switch what, words := valueOf(arg); what {
			case "words":
				fmt.Fprintf(&b, "; [[ $cur != -* ]] && words=%q", strings.Join(words, " "))
			case "presets":
				b.WriteString("; [[ $cur != -* ]] && words=$($presets 2>/dev/null)")
			case "files":
				b.WriteString("; [[ $cur != -* ]] && { COMPREPLY=($(compgen -f -- \"$cur\")); return; }")
			}
		}
		b.WriteString(" ;;\n")
	}
	fmt.Fprintf(&b, "\tesac\n\t((COMP_CWORD == 1)) && words=%q\n", strings.Join(commands, " ")+" --help --version")
	b.WriteString("\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\ncomplete -o filenames -F _outbound outbound\n")
	return b.String()
}

// zsh takes the script of bash by its own bridge.
func zsh(app *kong.Application) string {
	return "#compdef outbound\n# zsh completion of outbound: source <(outbound completion zsh)\nautoload -U +X bashcompinit && bashcompinit\n" + bash(app)
}

func fish(app *kong.Application) string {
	var b strings.Builder
	b.WriteString("# fish completion of outbound: outbound completion fish | source\ncomplete -c outbound -f\n")
	for _, n := range app.Children {
		fmt.Fprintf(&b, "complete -c outbound -n __fish_use_subcommand -a %s -d '%s'\n", n.Name, quoted(n.Help))
		under := "complete -c outbound -n '__fish_seen_subcommand_from " + n.Name + "'"
		for _, f := range n.Flags {
			fmt.Fprintf(&b, "%s -l %s", under, f.Name)
			if f.Short != 0 {
				fmt.Fprintf(&b, " -s %c", f.Short)
			}
			b.WriteString(fishValue(f.Value) + " -d '" + quoted(f.Help) + "'\n")
		}
		for _, arg := range n.Positional {
			if value := fishValue(arg); strings.Contains(value, " -") && value != " -x" {
				b.WriteString(under + value + "\n")
			}
		}
	}
	return b.String()
}

// fishValue are the options of complete for a value.
func fishValue(v *kong.Value) string {
	switch what, words := valueOf(v); {
	case what == "words":
		return " -x -a '" + strings.Join(words, " ") + "'"
	case what == "presets":
		return " -x -a '(outbound presets 2>/dev/null)'"
	case what == "files":
		return " -r -F"
	case v.IsBool():
		return ""
	}
	return " -x"
}

func quoted(text string) string { return strings.ReplaceAll(text, "'", `\'`) }
