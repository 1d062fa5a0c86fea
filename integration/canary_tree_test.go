package integration_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"example.com/outbound"
)

// shown is v in every way that a program prints it.
func shown(v any) string {
	j, _ := json.Marshal(v) // what cannot be marshalled is not shown so
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "v", v)
	return fmt.Sprintf("%v\n%+v\n%#v\n%s\n%q\n%s\n%s", v, v, v, v, v, j, log.String())
}

// shownTree is err, every error in its tree, and err among siblings.
func shownTree(err error) string {
	var b strings.Builder
	for _, e := range tree(err) {
		fmt.Fprintf(&b, "%T:\n%s\n", e, shown(e))
		if he, ok := e.(*outbound.HTTPError); ok {
			for _, name := range []string{"Set-Cookie", "Location"} {
				fmt.Fprintln(&b, name, he.Header.Values(name))
			}
		}
	}
	b.WriteString(shown(errors.Join(errors.New("a sibling"), err, err)))
	b.WriteString(shown(fmt.Errorf("wrapped: %w, %w", err, errors.New("beside it"))))
	return b.String()
}

// tree is err and all that its Unwrap methods lead to.
func tree(err error) []error {
	if err == nil {
		return nil
	}
	all := []error{err}
	switch x := err.(type) {
	case interface{ Unwrap() error }:
		all = append(all, tree(x.Unwrap())...)
	case interface{ Unwrap() []error }:
		for _, e := range x.Unwrap() {
			all = append(all, tree(e)...)
		}
	}
	return all
}
