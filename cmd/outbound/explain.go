package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"example.com/outbound/config"
)

// explain prints the effective settings of a preset.
type explain struct {
	presetFile
	Preset string `arg:"" help:"Name of the preset; standard, internal_network, resilient and untrusted are built in."`
	JSON   bool   `help:"Print it as JSON."`
	SVG    string `name:"svg" help:"Write the schedule of retries as a picture to FILE; - is standard output, and nothing else is printed." placeholder:"FILE"`
	Set    bool   `help:"Leave out the settings that are defaults."`
}

// Run prints settings, chain and schedule.
func (e *explain) Run(s *streams) error {
	_, x, err := e.explain(e.Preset)
	if err != nil {
		return err
	}
	if e.Set {
		x.Settings = setOnes(x.Settings)
	}
	switch {
	case e.SVG == "-":
		_, err = io.WriteString(s.out, picture(x))
		return wrapWrite(err)
	case e.SVG != "":
		err = s.save(e.SVG, func(w io.Writer) error {
			_, err := io.WriteString(w, picture(x))
			return wrapWrite(err)
		})
		if err != nil {
			return err
		}
	}
	if e.JSON {
		return wrapWrite(asJSON(s.out, x))
	}
	_, err = io.WriteString(s.out, printable(asText(x)))
	return wrapWrite(err)
}

func setOnes(all []config.Setting) (set []config.Setting) {
	for _, s := range all {
		if s.Preset != "" {
			set = append(set, s)
		}
	}
	return set
}

// asText is the explanation for people.
func asText(x *config.Explanation) string {
	var b strings.Builder
	b.WriteString(x.Name)
	if x.Position.Line > 0 {
		b.WriteString("  " + x.Position.String())
	}
	if len(x.Extends) > 0 {
		b.WriteString("  extends " + strings.Join(x.Extends, " → "))
	}
	b.WriteString("\n\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0) // into memory, which does not fail
	_, _ = fmt.Fprintln(w, "SETTING\tVALUE\tFROM")
	for _, s := range x.Settings {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", s.Key, s.Value, s.From(x.Name))
	}
	_ = w.Flush()
	fmt.Fprintf(&b, "\nCHAIN\n%s\n\n", strings.Join(x.Chain, " → "))
	b.WriteString(scheduleText(x))
	return b.String()
}

// scheduleText is the schedule as a table.
func scheduleText(x *config.Explanation) string {
	steps, worst := x.Schedule()
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "ATTEMPT\tEARLIEST\tMEAN\tLATEST START")
	for _, s := range steps {
		_, _ = fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", s.Attempt, bounded(s.Earliest), bounded(s.Mean), bounded(s.Latest))
	}
	_ = w.Flush()
	fmt.Fprintf(&b, "A call takes %s at worst", bounded(worst))
	if x.Timeout > 0 {
		fmt.Fprintf(&b, "; its timeout is %s", bounded(x.Timeout))
	}
	b.WriteString(".\n")
	if x.Retry != nil {
		b.WriteString("Earliest and mean: attempts fail at once. Latest: each takes its whole time.\n")
	}
	if x.Retry != nil && !x.Retry.IgnoreRetryAfter {
		b.WriteString("A Retry-After of the server replaces a shorter wait, within the same bounds.\n")
	}
	return b.String()
}

func bounded(d time.Duration) string {
	if d == config.NoBound {
		return "no bound"
	}
	return short(d)
}

// asJSON writes the explanation for programs. Times are in seconds; a null means
// that there is no bound.
func asJSON(w io.Writer, x *config.Explanation) error {
	type step struct {
		Attempt  int      `json:"attempt"`
		Earliest *float64 `json:"earliest"`
		Mean     *float64 `json:"mean"`
		Latest   *float64 `json:"latest"`
	}
	seconds := func(d time.Duration) *float64 {
		if d == config.NoBound {
			return nil
		}
		return new(d.Seconds())
	}
	steps, worst := x.Schedule()
	schedule := []step{}
	for _, s := range steps {
		schedule = append(schedule, step{s.Attempt, seconds(s.Earliest), seconds(s.Mean), seconds(s.Latest)})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		*config.Explanation
		Schedule []step   `json:"schedule"`
		Worst    *float64 `json:"worst"`
	}{x, schedule, seconds(worst)})
}
