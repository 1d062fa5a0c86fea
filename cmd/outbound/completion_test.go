package main_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestThereIsACompletionScriptForEachShell(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		contains(t, outbound(t, "completion", shell).out, "outbound complete --")
	}
	if got := outbound(t, "completion", "csh"); got.status != 2 {
		t.Errorf("an unknown shell: got status %d, want 2", got.status)
	}
}

func TestBashCompletes(t *testing.T) {
	tests := map[string]struct{ line, want string }{
		"a command":                  {"outbound ex", "explain"},
		"a flag":                     {"outbound get --pre", "--preset"},
		"a preset of a flag":         {"outbound get --preset b", "billing"},
		"a preset of a short flag":   {"outbound get -p o", "once"},
		"a preset of another file":   {"outbound get --config testdata/other.yaml -p m", "mail"},
		"a preset that is explained": {"outbound explain h", "house"},
		"a word of a flag":           {"outbound get --bars al", "always"},
		"a command for streams":      {"outbound ev", "events"},
		"a flag of a stream":         {"outbound events --last", "--last-event-id"},
		"a preset of a stream":       {"outbound lines -p o", "once"},
		"a file, by the shell":       {"outbound check testdata/bro", ""},
		"a value of any kind":        {"outbound get --retry -", ""},
		"an unknown command":         {"outbound fetch -", ""},
		"a short flag":               {"outbound get -o", "-o"},
		"flags of another command":   {"outbound check --re", "--resolve"},
		"a shell":                    {"outbound completion z", "zsh"},
	}
	script := outbound(t, "completion", "bash").out
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			words := strings.Split(tt.line, " ")
			c := exec.CommandContext(t.Context(), "bash", "--norc", "-c", script+`
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _outbound; printf '%s\n' "${COMPREPLY[@]}"`, "bash")
			c.Args = append(c.Args, words...)
			c.Env = []string{"PATH=" + filepath.Dir(binary()) + ":/usr/bin:/bin", "GORACE=atexit_sleep_ms=0", "OUTBOUND_CONFIG=testdata/services.yaml"}
			got := finish(t, c)
			if strings.TrimSpace(got.out) != tt.want {
				t.Errorf("got %q, want %q; %s", got.out, tt.want, got.err)
			}
		})
	}
}
