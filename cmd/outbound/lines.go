package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// lines tells an attempt per line.
func (s screen) lines(t *timeline) string {
	var b strings.Builder
	for i, a := range t.attempts {
		fmt.Fprintf(&b, "%d  %s %s  %s  in %s%s\n", i+1, a.method, a.url, a.outcome(), short(a.end-a.start), a.phases())
		if a.waited {
			fmt.Fprintf(&b, "   wait %s\n", short(a.wait))
		}
	}
	return b.String() + t.summary()
}

// phases lists those that took time, in brackets.
func (a attempt) phases() string {
	var parts []string
	if a.reused {
		parts = append(parts, "connection reused")
	}
	for _, p := range []struct {
		phase
		span
	}{{phaseDNS, a.dns}, {phaseConnect, a.connect}, {phaseTLS, a.tls}, {phaseServer, a.server}} {
		if p.length() > 0 {
			parts = append(parts, p.name+" "+short(p.length()))
		}
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (a attempt) outcome() string {
	if a.status != 0 {
		return strconv.Itoa(a.status)
	}
	return string(a.kind)
}

func (t *timeline) summary() string {
	s := strconv.Itoa(len(t.attempts)) + " attempts"
	if len(t.attempts) == 1 {
		s = "1 attempt"
	}
	s += " in " + short(t.total)
	if t.reason != "" {
		s += ", gave up: " + t.reason
	}
	return s + "\n"
}

// short is d with its first three digits.
func short(d time.Duration) string {
	round := time.Duration(1)
	for d/round >= 1000 {
		round *= 10
	}
	s := d.Round(min(round, time.Second)).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
