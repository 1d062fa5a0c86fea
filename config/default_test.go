package config_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/outbound"
)

func TestTheDefaultsThatAreToldAreThoseOfTheLibrary(t *testing.T) {
	got := settings(t, parse(t, "presets: {a: {}}"), "a")
	for key, want := range map[string]time.Duration{
		"timeout":           outbound.DefaultTimeout,
		"attempt_timeout":   outbound.DefaultAttemptTimeout,
		"body_idle_timeout": outbound.DefaultBodyIdleTimeout,
	} {
		if d, err := time.ParseDuration(got[key].Value); err != nil || d != want {
			t.Errorf("%s: got %s, want %v", key, got[key].Value, want)
		}
	}
	if want := strconv.Itoa(outbound.DefaultMaxRedirects); got["max_redirects"].Value != want {
		t.Errorf("max_redirects: got %s, want %s", got["max_redirects"].Value, want)
	}
	if want := strconv.Itoa(outbound.DefaultMaxResponseBytes>>20) + "MiB"; got["max_response_bytes"].Value != want {
		t.Errorf("max_response_bytes: got %s, want %s", got["max_response_bytes"].Value, want)
	}
}

// The zero value of retry.Policy is the house policy; so is an empty section.
func TestASectionWithAllItsDefaultsIsTheEmptyOne(t *testing.T) {
	said := ""
	for key, s := range settings(t, parse(t, "presets: {a: {retry: {}}}"), "a") {
		if sub, ok := strings.CutPrefix(key, "retry."); ok && s.Value != "none" {
			said += "\n      " + sub + ": " + s.Value
		}
	}
	told := parse(t, "presets:\n  a:\n    retry:"+said+"\n")
	empty := parse(t, "presets: {a: {retry: {}}}")
	a, errA := told.Explain("a")
	b, errB := empty.Explain("a")
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	stepsA, worstA := a.Schedule()
	stepsB, worstB := b.Schedule()
	if worstA != worstB || len(stepsA) != len(stepsB) {
		t.Errorf("got %v and %v, want %v and %v", stepsA, worstA, stepsB, worstB)
	}
	for i := range stepsA {
		if stepsA[i] != stepsB[i] {
			t.Errorf("got %v, want %v", stepsA[i], stepsB[i])
		}
	}
}
