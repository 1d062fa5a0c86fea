package config

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"example.com/outbound/httperror"
)

// Mode is what becomes of a wait that ends after max_elapsed.
type Mode string

var modes = []string{"clip", "before", "after"}

func (m *Mode) read(w word) error { return readOneOf((*string)(m), w, modes) }
func (m Mode) String() string     { return string(m) }
func (Mode) schema() schema       { return schema{"enum": modes} }

// Kind is a kind of failure, see package httperror.
type Kind string

var kinds = []string{
	string(httperror.Request), string(httperror.Canceled), string(httperror.Deadline), string(httperror.Timeout),
	string(httperror.DNS), string(httperror.Connect), string(httperror.TLS), string(httperror.Proxy),
	string(httperror.Reset), string(httperror.Protocol), string(httperror.Body), string(httperror.TooLarge),
	string(httperror.Redirect), string(httperror.ClientStatus), string(httperror.RateLimited),
	string(httperror.ServerStatus), string(httperror.Decode), string(httperror.Auth), string(httperror.Closed),
	string(httperror.Unknown),
}

func (k *Kind) read(w word) error { return readOneOf((*string)(k), w, kinds) }
func (k Kind) String() string     { return string(k) }
func (Kind) schema() schema       { return schema{"enum": kinds} }

// Level is a level of the log.
type Level string

var levels = []string{"trace", "debug", "info", "warn", "error"}

func (l *Level) read(w word) error { return readOneOf((*string)(l), w, levels) }
func (l Level) String() string     { return string(l) }
func (Level) schema() schema       { return schema{"enum": levels} }

// Style is where an OAuth2 endpoint takes ID and secret.
type Style string

var styles = []string{"auto", "header", "params"}

func (s *Style) read(w word) error { return readOneOf((*string)(s), w, styles) }
func (s Style) String() string     { return string(s) }
func (Style) schema() schema       { return schema{"enum": styles} }

// Method is a verb.
type Method string

// token9110 is a token of RFC 9110, section 5.6.2, as the names of methods and
// of headers are.
var token9110 = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

func (m *Method) read(w word) error {
	if !w.isText() || !token9110.MatchString(w.text) {
		return fmt.Errorf("%s is not a method", w)
	}
	*m = Method(w.text)
	return nil
}

func (m Method) String() string { return string(m) }
func (Method) schema() schema {
	return schema{"type": "string", "pattern": token9110.String()}
}

// Version is a version of TLS.
type Version string

var versions = []string{"1.2", "1.3"}

func (v *Version) read(w word) error {
	if w.kind == ast.FloatType { // 1.2 without quotes
		w.kind = ast.StringType
	}
	return readOneOf((*string)(v), w, versions)
}

func (v Version) String() string { return string(v) }
func (Version) schema() schema   { return schema{"enum": []any{"1.2", "1.3", 1.2, 1.3}} }

func readOneOf(s *string, w word, known []string) error {
	if !w.isText() || !slices.Contains(known, w.text) {
		return fmt.Errorf("unknown value %s; %s", w, instead(w.text, known))
	}
	*s = w.text
	return nil
}
