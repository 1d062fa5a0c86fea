package config

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"example.com/outbound"
	"example.com/outbound/internal/redact"
	"example.com/outbound/retry"
)

// Explanation is a preset with everything that it inherits: each setting with the
// place that it comes from, and what a client of the preset does. It has no secret:
// references are not resolved, and values that may be secrets are hidden.
type Explanation struct {
	Name     string    `json:"name"`
	Position Position  `json:"position"` // the zero one for a built-in preset
	Extends  []string  `json:"extends"`  // the presets it inherits from, nearest first
	Settings []Setting `json:"settings"`
	Chain    []string  `json:"chain"` // see outbound.Client.Chain

	Client         []outbound.Setting `json:"-"` // what a client of the preset has in force: see outbound.Client.Settings
	Retry          *retry.Policy      `json:"-"` // nil if retry is off
	Timeout        time.Duration      `json:"-"` // of a call, 0 = none
	AttemptTimeout time.Duration      `json:"-"` // of an attempt, 0 = none
}

// Setting is one setting of a preset.
type Setting struct {
	Key      string   `json:"key"`      // such as retry.max_wait
	Value    string   `json:"value"`    // as a file would have it
	Preset   string   `json:"preset"`   // the one that has it, "" for a default
	Position Position `json:"position"` // of the value, the zero one if it is in no file
}

// From names the origin of a setting in a few words: "default", "standard",
// "services.yaml:7:14", "base (services.yaml:3:14)".
func (s Setting) From(preset string) string {
	switch {
	case s.Preset == "":
		return "default"
	case s.Position == (Position{}):
		return s.Preset
	case s.Preset == preset:
		return s.Position.String()
	}
	return s.Preset + " (" + s.Position.String() + ")"
}

// Explain returns the explanation of the preset of that name. References are not
// resolved and no file is read.
func (f *File) Explain(name string) (*Explanation, error) {
	e, err := f.entry(name)
	if err != nil {
		return nil, err
	}
	x := &Explanation{
		Name: e.name, Position: e.begins, Extends: slices.Clone(e.line),
		Timeout: outbound.DefaultTimeout, AttemptTimeout: outbound.DefaultAttemptTimeout,
	}
	leaves(reflect.ValueOf(&e.preset).Elem(), "", func(l leaf) {
		x.Settings = append(x.Settings, e.setting(l)...)
	})
	r := &resolver{file: f, preview: true}
	client, err := outbound.New(f.option(e, r))
	if err != nil {
		return nil, err
	}
	x.Chain, x.Client = client.Chain(), x.clientSettings(client)
	if policy, on := e.preset.Retry.policy(&parts{}); on {
		x.Retry = &policy
	}
	if t := e.preset.Timeout; t != nil {
		x.Timeout = *t
	}
	if t := e.preset.AttemptTimeout; t != nil {
		x.AttemptTimeout = *t
	}
	return x, client.Close()
}

// setting is a leaf with its origin; each header is one of its own.
func (e *entry) setting(l leaf) (out []Setting) {
	if l.value.Kind() == reflect.Map && l.value.Len() > 0 {
		for _, key := range slices.SortedFunc(slices.Values(l.value.MapKeys()), func(a, b reflect.Value) int {
			return strings.Compare(a.String(), b.String())
		}) {
			o := e.at[join(l.path, key.String())]
			value := show(l.value.MapIndex(key), l.as)
			if e.preset.secrets().Sensitive(key.String()) && len(references(value)) == 0 {
				value = redact.Mask
			}
			out = append(out, Setting{join(l.path, key.String()), value, o.preset, o.Position})
		}
		return out
	}
	o := e.at[l.path]
	value := l.fallback
	if isSet(l.value) {
		value = show(l.value, l.as)
	}
	return []Setting{{l.path, value, o.preset, o.Position}}
}
