package retry_test

import (
	"fmt"
	"syscall"
	"testing"

	"example.com/outbound/httperror"
	"example.com/outbound/retry"
)

func TestConditions(t *testing.T) {
	var (
		yes     = retry.OnStatusRange(0, 999)
		no      = retry.OnStatus()
		refused = failure(httperror.Connect, errRefused)
	)
	tests := map[string]struct {
		when    retry.Condition
		attempt retry.Attempt
		want    bool
	}{
		"status of the list":              {retry.OnStatus(404, 503), answer(503), true},
		"status not of the list":          {retry.OnStatus(404, 503), answer(500), false},
		"status of an empty list":         {retry.OnStatus(), answer(500), false},
		"status of an error":              {retry.OnStatus(0), refused, false},
		"first status of a range":         {retry.OnStatusRange(500, 599), answer(500), true},
		"last status of a range":          {retry.OnStatusRange(500, 599), answer(599), true},
		"status below a range":            {retry.OnStatusRange(500, 599), answer(499), false},
		"status above a range":            {retry.OnStatusRange(500, 599), answer(600), false},
		"range of an error":               {retry.OnStatusRange(0, 999), refused, false},
		"kind of the list":                {retry.OnKind(httperror.DNS, httperror.Connect), refused, true},
		"kind of a status":                {retry.OnKind(httperror.RateLimited), answer(429), true},
		"kind not of the list":            {retry.OnKind(httperror.DNS), refused, false},
		"no kind is no failure":           {retry.OnKind(""), answer(200), false},
		"error inside":                    {retry.OnError(syscall.ECONNREFUSED), refused, true},
		"error by its kind":               {retry.OnError(httperror.Connect), refused, true},
		"another error":                   {retry.OnError(syscall.ECONNRESET), refused, false},
		"error of a response":             {retry.OnError(httperror.ServerStatus), answer(503), false},
		"nil error of a response":         {retry.OnError(nil), answer(503), false},
		"nil error of an error":           {retry.OnError(nil), refused, false},
		"any of none":                     {retry.Any(), answer(503), false},
		"any: the second":                 {retry.Any(no, yes), answer(200), true},
		"any: neither":                    {retry.Any(no, no), answer(200), false},
		"any takes nil for Transient":     {retry.Any(nil, no), answer(503), true},
		"any takes nil for no more":       {retry.Any(nil, no), answer(404), false},
		"all of none":                     {retry.All(), answer(200), true},
		"all: not the second":             {retry.All(yes, no), answer(200), false},
		"all: both":                       {retry.All(yes, yes), answer(200), true},
		"all takes nil for Transient":     {retry.All(nil, yes), answer(404), false},
		"not":                             {retry.Not(yes), answer(200), false},
		"not not":                         {retry.Not(no), answer(200), true},
		"not takes nil for Transient":     {retry.Not(nil), answer(503), false},
		"all but one status is retryable": {retry.All(retry.Transient, retry.Not(retry.OnStatus(501))), answer(501), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { wantAsked(t, tt.when, tt.attempt, tt.want) })
	}
}

func wantAsked(t *testing.T, when retry.Condition, a retry.Attempt, want bool) {
	t.Helper()
	if got := when(a); got != want {
		t.Errorf("%s: got %v, want %v", fmt.Sprint(a.Kind, a.Response, a.Err), got, want)
	}
}

func TestConditionsAskNoMoreThanTheyNeed(t *testing.T) {
	asked := 0
	count := func(v bool) retry.Condition { return func(retry.Attempt) bool { asked++; return v } }
	for name, when := range map[string]retry.Condition{
		"any": retry.Any(count(true), count(true)), "all": retry.All(count(false), count(false)),
	} {
		asked = 0
		when(answer(200))
		if asked != 1 {
			t.Errorf("%s: got %d conditions asked, want 1", name, asked)
		}
	}
}

func TestConditionsKeepTheirOwnCopyOfASlice(t *testing.T) {
	codes, kinds, cs := []int{503}, []httperror.Kind{httperror.ServerStatus}, []retry.Condition{nil}
	status, kind, anyOf, all := retry.OnStatus(codes...), retry.OnKind(kinds...), retry.Any(cs...), retry.All(cs...)
	if cs[0] != nil {
		t.Error("Any or All wrote into the caller's slice")
	}
	codes[0], kinds[0], cs[0] = 0, "", retry.OnStatus()
	for _, when := range []retry.Condition{status, kind, anyOf, all} {
		wantAsked(t, when, answer(503), true)
	}
}
