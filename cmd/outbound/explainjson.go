package main

import (
	"encoding/json"
	"io"
	"time"

	"example.com/outbound/config"
)

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
	type setting struct {
		Name   string `json:"name"`
		Value  string `json:"value"`
		Origin string `json:"origin"`
	}
	client := []setting{}
	for _, s := range x.Client {
		client = append(client, setting(s))
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		*config.Explanation
		Client   []setting `json:"client"`
		Schedule []step    `json:"schedule"`
		Worst    *float64  `json:"worst"`
	}{x, client, schedule, seconds(worst)})
}
