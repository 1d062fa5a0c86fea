package main

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
)

// number is a version as Go modules have it, without build metadata.
type number struct {
	major, minor, patch int
	pre                 string // "" for a release
}

var versionText = regexp.MustCompile(`^v(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})(?:-([0-9A-Za-z.-]+))?$`)

func parseVersion(text string) (number, error) {
	m := versionText.FindStringSubmatch(text)
	if m == nil {
		return number{}, fmt.Errorf("%q is no version: it has the form v0.2.0 or v0.2.0-rc.1", text)
	}
	part := func(i int) int {
		n, _ := strconv.Atoi(m[i]) // at most nine digits
		return n
	}
	return number{part(1), part(2), part(3), m[4]}, nil
}

func (n number) String() string {
	text := fmt.Sprintf("v%d.%d.%d", n.major, n.minor, n.patch)
	if n.pre != "" {
		text += "-" + n.pre
	}
	return text
}

// after reports whether n is a later version than o. Two previews of one version are
// compared as texts.
func (n number) after(o number) bool {
	c := cmp.Or(cmp.Compare(n.major, o.major), cmp.Compare(n.minor, o.minor), cmp.Compare(n.patch, o.patch))
	switch {
	case c != 0:
		return c > 0
	case n.pre == "" || o.pre == "":
		return n.pre == "" && o.pre != ""
	}
	return n.pre > o.pre
}
