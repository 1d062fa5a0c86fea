package retry_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/outbound/retry"
)

func TestValidate(t *testing.T) {
	zero, neg := 0, -1
	tests := map[string]struct {
		policy retry.Policy
		want   []string // a field each
	}{
		"the zero policy":          {retry.Policy{}, nil},
		"everything unlimited":     {retry.Policy{Attempts: retry.Unlimited, MaxElapsed: retry.Unlimited}, nil},
		"one attempt":              {retry.Policy{Attempts: 1}, nil},
		"limits of 0":              {retry.Policy{Limits: retry.Limits{Connect: &zero, Read: &zero, Status: &zero, Other: &zero}}, nil},
		"a floor above the cap":    {retry.Policy{MinWait: time.Minute, MaxWait: s}, nil},
		"no buffer":                {retry.Policy{BufferBody: -1}, nil},
		"any method":               {retry.Policy{Methods: retry.AnyMethod()}, nil},
		"no method":                {retry.Policy{Methods: []string{}}, nil},
		"methods of one's own":     {retry.Policy{Methods: []string{"post", "M-SEARCH", "!#$%&'*+-.^_`|~09azAZ"}}, nil},
		"waits that make no sense": {retry.Policy{Wait: retry.Exponential(-s, math.NaN())}, nil},

		"Attempts below -1":         {retry.Policy{Attempts: -2}, []string{"Attempts"}},
		"negative MaxElapsed":       {retry.Policy{MaxElapsed: -5 * s}, []string{"MaxElapsed"}},
		"MaxElapsed of -2 ns":       {retry.Policy{MaxElapsed: -2}, []string{"MaxElapsed"}},
		"a mode below Clip":         {retry.Policy{ElapsedMode: -1}, []string{"ElapsedMode"}},
		"a mode above After":        {retry.Policy{ElapsedMode: retry.After + 1}, []string{"ElapsedMode"}},
		"negative Limits.Connect":   {retry.Policy{Limits: retry.Limits{Connect: &neg}}, []string{"Limits.Connect"}},
		"negative Limits.Read":      {retry.Policy{Limits: retry.Limits{Read: &neg}}, []string{"Limits.Read"}},
		"negative Limits.Status":    {retry.Policy{Limits: retry.Limits{Status: &neg}}, []string{"Limits.Status"}},
		"negative Limits.Other":     {retry.Policy{Limits: retry.Limits{Other: &neg}}, []string{"Limits.Other"}},
		"negative MinWait":          {retry.Policy{MinWait: -1}, []string{"MinWait"}},
		"negative MaxWait":          {retry.Policy{MaxWait: -1}, []string{"MaxWait"}},
		"negative MaxRetryAfter":    {retry.Policy{MaxRetryAfter: -1}, []string{"MaxRetryAfter"}},
		"BufferBody below -1":       {retry.Policy{BufferBody: -2}, []string{"BufferBody"}},
		"an empty method":           {retry.Policy{Methods: []string{""}}, []string{"Methods"}},
		"a method with a space":     {retry.Policy{Methods: []string{"GET "}}, []string{"Methods"}},
		"methods in one string":     {retry.Policy{Methods: []string{"GET,POST"}}, []string{"Methods"}},
		"a method beyond ASCII":     {retry.Policy{Methods: []string{"GÉT"}}, []string{"Methods"}},
		"two bad methods":           {retry.Policy{Methods: []string{"", "GET", "a/b"}}, []string{"Methods", "Methods"}},
		"several problems together": {retry.Policy{Attempts: -7, MinWait: -s, Limits: retry.Limits{Read: &neg, Other: &neg}, BufferBody: -9}, []string{"Attempts", "Limits.Read", "Limits.Other", "MinWait", "BufferBody"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.policy.Validate()
			if len(tt.want) == 0 {
				if err != nil {
					t.Errorf("got %v, want none", err)
				}
				return
			}
			var all interface{ Unwrap() []error }
			if !errors.As(err, &all) {
				t.Fatalf("got %v, want problems with %v, joined", err, tt.want)
			}
			got := all.Unwrap()
			if len(got) != len(tt.want) {
				t.Fatalf("got %d problems, want %d: %v", len(got), len(tt.want), err)
			}
			for i, field := range tt.want {
				if !strings.HasPrefix(got[i].Error(), "retry: Policy."+field+": ") {
					t.Errorf("got %q, want a problem of %s", got[i], field)
				}
			}
		})
	}
}

func TestMethodListsAreTheCallersToChange(t *testing.T) {
	retry.IdempotentMethods()[0], retry.AnyMethod()[0] = "POST", "POST"
	if got, want := retry.IdempotentMethods(), []string{"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"}; !slices.Equal(got, want) {
		t.Errorf("IdempotentMethods: got %v, want %v", got, want)
	}
	if got, want := retry.AnyMethod(), []string{"*"}; !slices.Equal(got, want) {
		t.Errorf("AnyMethod: got %v, want %v", got, want)
	}
}

func TestNamesOfModesAndEventTypes(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{retry.Clip.String(), "clip"},
		{retry.Before.String(), "before"},
		{retry.After.String(), "after"},
		{retry.ElapsedMode(7).String(), "ElapsedMode(7)"},
		{retry.Try.String(), "try"},
		{retry.Backoff.String(), "backoff"},
		{retry.GiveUp.String(), "giveup"},
		{retry.Success.String(), "success"},
		{retry.EventType(7).String(), "EventType(7)"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	var p retry.Policy
	if p.ElapsedMode != retry.Clip {
		t.Errorf("the zero mode: got %v, want clip", p.ElapsedMode)
	}
}
