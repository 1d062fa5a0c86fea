package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"example.com/outbound"
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
		x.Settings = slices.DeleteFunc(x.Settings, func(s config.Setting) bool { return s.Preset == "" })
		x.Client = slices.DeleteFunc(x.Client, func(s outbound.Setting) bool { return s.Origin == "default" })
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
	rows := [][]string{{"SETTING", "VALUE", "FROM"}}
	for _, s := range x.Settings {
		rows = append(rows, []string{s.Key, s.Value, s.From(x.Name)})
	}
	b.WriteString(table(rows))
	rows = [][]string{{"CLIENT", "VALUE", "FROM"}}
	for _, s := range x.Client {
		rows = append(rows, []string{s.Name, s.Value, s.Origin})
	}
	b.WriteString("\n" + table(rows))
	fmt.Fprintf(&b, "\nCHAIN\n%s\n\n", strings.Join(x.Chain, " → "))
	b.WriteString(scheduleText(x))
	return b.String()
}

// table is rows with their columns aligned.
func table(rows [][]string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0) // into memory, which does not fail
	for _, r := range rows {
		_, _ = fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	_ = w.Flush()
	return b.String()
}

// scheduleText is the schedule as a table.
func scheduleText(x *config.Explanation) string {
	steps, worst := x.Schedule()
	rows := [][]string{{"ATTEMPT", "EARLIEST", "MEAN", "LATEST START"}}
	for _, s := range steps {
		rows = append(rows, []string{strconv.Itoa(s.Attempt), bounded(s.Earliest), bounded(s.Mean), bounded(s.Latest)})
	}
	var b strings.Builder
	b.WriteString(table(rows))
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
