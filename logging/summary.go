package logging

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/printable"
)

// ours has the messages of this package, each with a field that its lines always
// have.
var ours = map[string]string{
	"call": "attempts", "call failed": "attempts", "retry": "next", "send": "attempt", "attempt": "attempt",
	"redirect": "location", "deprecated": "url",
}

// summarize replaces the message of a line of this package by a summary of its
// fields, and removes these. It does not change any other line.
func summarize(line map[string]any, p paint) {
	what, _ := line[zerolog.MessageFieldName].(string)
	if must := ours[what]; must == "" || line[must] == nil || what != "call" && what != "call failed" && line["method"] == nil {
		return
	}
	for _, name := range []string{"dns_ms", "connect_ms", "tls_ms", "first_byte_ms"} {
		if took := shortTime(line[name]); took != "" {
			line[strings.TrimSuffix(name, "_ms")] = took
			delete(line, name)
		}
	}
	where := cmp.Or(shown(line["url"]), shown(line["client"]))
	if _, rest, ok := strings.Cut(where, "://"); ok {
		where = rest
	}
	client := shown(line["client"])
	if line["redirects"] != nil { // it may have led to another host
		client = ""
	}
	id := shown(line["request_id"])
	if id != "" {
		runes := []rune(id)
		id = "#" + string(runes[max(0, len(runes)-8):]) // a ULID begins with the time
	}
	line[zerolog.MessageFieldName] = strings.Join([]string{
		p.bold(fmt.Sprintf("%-4s", shown(line["method"]))),
		p.status(line["status"], line["kind"] != nil),
		fmt.Sprintf("%6s", shortTime(line["duration_ms"])),
		fit(where, client, reasons(what, line), id),
	}, " ")
	for _, name := range strings.Fields(`client operation method url status kind attempts attempt next reason delivery limit duration_ms
		wait_ms retry_after_ms bytes request_id error redirects slow location deprecation sunset`) {
		delete(line, name)
	}
}

// reasons returns the last part of a summary: why the call failed or is repeated.
func reasons(what string, line map[string]any) string {
	var all []string
	add := func(format string, field any) {
		if s := shown(field); s != "" {
			all = append(all, fmt.Sprintf(format, s))
		}
	}
	failure, said := failureOf(line)
	switch what {
	case "retry": // its error is in the history of the call
		if line["status"] == nil || line["kind"] == "body" {
			add("%s", line["kind"])
		}
	default:
		add("%s", failure)
	}
	switch what {
	case "retry":
		all = append(all, fmt.Sprintf("retry %s in %s", shown(line["attempt"]), shortTime(line["wait_ms"])))
	case "send":
		add("attempt %s begins", line["attempt"])
	case "attempt":
		add("attempt %s", line["attempt"])
	case "redirect":
		add("redirects to %s", line["location"])
	case "deprecated":
		add("deprecated since %s", line["deprecation"])
		add("ends at %s", line["sunset"])
	default:
		if n := shown(line["attempts"]); n != "1" {
			add("%s attempts", n)
		}
		add("redirects: %s", line["redirects"])
		if !said {
			add("limit: %s", line["limit"])
		}
		if reason := line["reason"]; !said && line["limit"] == nil && reason != "not_retryable" && reason != line["kind"] {
			add("reason: %s", reason)
		}
		if shown(line["delivery"]) == "maybe_processed" {
			all = append(all, "may have been processed")
		}
		if line["slow"] != nil {
			all = append(all, "slow")
		}
	}
	return strings.Join(all, ", ")
}

// failureOf returns what has failed, "" for nothing, and whether that says why the call
// was not repeated. The kind and the text of a status are left out where there is more.
func failureOf(line map[string]any) (text string, said bool) {
	text = strings.TrimPrefix(shown(line["error"]), shown(line["kind"])+": "+shown(line["status"])+" ")
	text, said = endOf(text, shown(line["reason"]))
	if code, err := strconv.Atoi(shown(line["status"])); err == nil {
		text = strings.TrimPrefix(text, http.StatusText(code)+": ")
	}
	return cmp.Or(text, shown(line["kind"])), said
}

// endOf returns failure, and whether it says why the call was not repeated. Where
// the other parts of the summary say so, that sentence is left out.
func endOf(failure, reason string) (text string, said bool) {
	text = failure
	for _, end := range []string{"; not retried: ", "; given up"} {
		if before, _, found := strings.Cut(text, end); found {
			text, said = before, true
		}
	}
	if reason == "not_retryable" || reason == "attempts" {
		return text, false
	}
	return failure, said || strings.Contains(failure, " was not sent again: ")
}

// shown returns the text of a field, "" if it is absent.
func shown(field any) string {
	if field == nil {
		return ""
	}
	return printable.Escaped(fmt.Sprint(field))
}

// shortTime returns a field in milliseconds as a duration of three digits, "" if the
// field is absent.
func shortTime(field any) string {
	n, ok := field.(json.Number)
	if !ok {
		return ""
	}
	ms, err := n.Float64()
	if err != nil {
		return shown(field)
	}
	d := time.Duration(ms * float64(time.Millisecond))
	for unit := time.Nanosecond; unit <= time.Second; unit *= 10 {
		if d < 1000*unit {
			return d.Round(unit).String()
		}
	}
	return d.Round(time.Second).String()
}
