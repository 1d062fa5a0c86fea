package config

import (
	"errors"
	"regexp"
	"strings"

	"example.com/outbound"
)

// check reports what is wrong with a preset as a whole: settings that contradict
// each other, and what outbound.New finds. References stand for nothing yet, and
// no file is read. Of a preset with problems already only those settings are
// looked at that stand on their own.
func (f *File) check(e *entry, d *decoder) {
	d.preset = e.name
	defer func() { d.preset = "" }()
	before := len(d.problems)
	if !e.broken {
		for _, c := range contradictions(&e.preset) {
			d.bad(f.blame(e, c.keys...), c.keys[0], "%s%s", c.text, f.because(e, c.keys))
		}
	}
	r := &resolver{file: f, preview: true}
	option := f.alone(e, r)
	if !e.broken && len(d.problems) == before {
		option = f.option(e, r)
	}
	_, err := outbound.New(option)
	for _, p := range each(err) {
		key := keyOf(p)
		d.bad(f.blame(e, key), key, "%s", strings.TrimPrefix(p.Error(), "outbound: "))
	}
}

// alone is what outbound.New can say something about whatever the rest is.
func (f *File) alone(e *entry, r *resolver) outbound.Option {
	if u := e.preset.BaseURL; u != nil {
		return outbound.WithBaseURL(r.address(*u))
	}
	return nil
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
