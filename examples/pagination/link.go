package main

import (
	"net/url"
	"regexp"
	"strings"
)

// link is one link of a Link field: its target, then its parameters.
var link = regexp.MustCompile(`<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s";,]*))?)*)`)

// param is one of its parameters: name, and value in quotes or without.
var param = regexp.MustCompile(`;\s*([^\s=;,]+)\s*=\s*(?:"([^"]*)"|([^\s";,]*))`)

// next is the target of the link with the relation next, resolved against the
// page that has it; nil if there is none.
func next(page *url.URL, fields []string) (*url.URL, error) {
	for _, m := range link.FindAllStringSubmatch(strings.Join(fields, ","), -1) {
		for _, p := range param.FindAllStringSubmatch(m[2], -1) {
			if !strings.EqualFold(p[1], "rel") {
				continue
			}
			for relation := range strings.FieldsSeq(p[2] + p[3]) {
				if strings.EqualFold(relation, "next") {
					return page.Parse(m[1])
				}
			}
		}
	}
	return nil, nil
}
