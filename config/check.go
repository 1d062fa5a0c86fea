package config

import (
	"errors"
	"regexp"
	"strings"

	"example.com/outbound"
)

// check reports what is wrong with a preset as a whole: settings that contradict
// each other, and what outbound.New finds. References stand for nothing yet, and
// no file is read. Settings with a problem of their own are not set, so that all
// others can be checked.
func (f *File) check(e *entry, d *decoder) {
	d.preset = e.name
	defer func() { d.preset = "" }()
	for _, c := range contradictions(&e.preset) {
		if e.means(c.keys) {
			d.bad(f.blame(e, c.keys...), c.keys[0], "%s%s", c.text, f.because(e, c.keys))
		}
	}
	option := f.option(e, &resolver{file: f, preview: true})
	if e.preset.BaseURL == nil && f.mayLackBaseURL(e) {
		option = outbound.Options(outbound.WithBaseURL("https://preview.invalid"), option)
	}
	_, err := outbound.New(option)
	for _, p := range each(err) {
		key := keyOf(p)
		d.bad(f.blame(e, key), key, "%s", strings.TrimPrefix(p.Error(), "outbound: "))
	}
}

// means reports whether a contradiction is e's own. One between inherited settings
// is the parent's problem, and an inherited setting may be what a misspelt key of
// e was to replace.
func (e *entry) means(keys []string) bool {
	own := false
	for _, key := range keys {
		if e.at[key].preset == e.name {
			own = true
		} else if e.lost[key] || e.lost[sectionOf(key)] {
			return false
		}
	}
	return own
}

// sectionOf is the path that key is in: retry for retry.max_wait.
func sectionOf(key string) string {
	return key[:max(strings.LastIndexByte(key, '.'), 0)]
}

// mayLackBaseURL reports whether a problem in e, or in a preset that it extends,
// may be why e has no base URL.
func (f *File) mayLackBaseURL(e *entry) bool {
	for _, name := range append([]string{e.name}, e.line...) {
		if lost := f.presets[name].lost; lost["base_url"] || lost["extends"] || lost[""] {
			return true
		}
	}
	return false
}

// blame is the place of the first of the settings that the preset itself has,
// else of the first that is in the file, else of the preset.
func (f *File) blame(e *entry, keys ...string) Position {
	for _, own := range []bool{true, false} {
		for _, key := range keys {
			if o, ok := e.at[key]; ok && o.Line > 0 && (!own || o.preset == e.name) {
				return o.Position
			}
		}
	}
	return e.begins
}

// because names the settings of a contradiction that are inherited.
func (f *File) because(e *entry, keys []string) string {
	var from []string
	for _, key := range keys {
		if o := e.at[key]; o.preset != "" && o.preset != e.name {
			from = append(from, key+" is from "+o.preset)
		}
	}
	if from == nil {
		return ""
	}
	return " (" + strings.Join(from, ", ") + ")"
}

// each takes apart what errors.Join has joined.
func each(err error) []error {
	if err == nil {
		return nil
	}
	var j interface{ Unwrap() []error }
	if errors.As(err, &j) {
		return j.Unwrap()
	}
	return []error{err}
}

// keys of the settings by the option that they make.
var keyOfOption = map[string]string{
	"WithBaseURL": "base_url", "WithHeader": "headers", "WithUserAgent": "user_agent", "WithTimeout": "timeout",
	"WithAttemptTimeout": "attempt_timeout", "WithBodyIdleTimeout": "body_idle_timeout", "WithRetry": "retry",
	"WithLogger": "logging", "WithAuth": "auth", "WithProxy": "proxy", "WithMaxRedirects": "max_redirects",
	"WithMaxResponseBytes": "max_response_bytes", "WithRequestID": "request_id",
}

var optionName = regexp.MustCompile(`^outbound: (With[A-Za-z]+)(?:\("([^"]*)"\))?`)

// keyOf is the key of the setting that an error of outbound.New is about.
func keyOf(err error) string {
	m := optionName.FindStringSubmatch(err.Error())
	switch {
	case m == nil:
		return ""
	case m[1] == "WithHeader":
		return "headers." + m[2]
	}
	return keyOfOption[m[1]]
}
