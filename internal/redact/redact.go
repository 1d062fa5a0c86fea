// Package redact decides what may be shown. Errors, logs, Chain, tapes and the
// mock's messages all ask it, so that there is one place to read.
//
// Whether a value is a secret is decided by its name: see [Names]. A [Masker]
// rewrites bodies and texts. The functions of the package are the methods of the
// nil Names and of the zero Masker.
//
// Each function takes time linear in the length of what it is given. What the
// functions for addresses, headers, queries and texts return is valid UTF-8.
package redact

import (
	"net/http"
	"net/url"
)

// Mask replaces a hidden value.
const Mask = "xxxxx"

// Sensitive reports whether a name promises a secret. See [Names.Sensitive].
func Sensitive(name string) bool { return (*Names)(nil).Sensitive(name) }

// Param reports whether the name of a query parameter or a form field promises a
// secret. See [Names.Param].
func Param(name string) bool { return (*Names)(nil).Param(name) }

// URL returns u fit to be printed. See [Names.URL].
func URL(u *url.URL) string { return (*Names)(nil).URL(u) }

// RawURL is [URL] for a text. See [Names.RawURL].
func RawURL(raw string) string { return (*Names)(nil).RawURL(raw) }

// AppendURL appends [URL] of u to dst. See [Names.AppendURL].
func AppendURL(dst []byte, u *url.URL) []byte { return (*Names)(nil).AppendURL(dst, u) }

// Query returns raw, a query, with secrets hidden. See [Masker.Query].
func Query(raw string, hide func(name string) bool) string {
	return Masker{}.Query(raw, hide)
}

// Header returns h for printing. See [Names.Header].
func Header(h http.Header, also ...string) http.Header { return (*Names)(nil).Header(h, also...) }

// ResponseHeader returns h without credentials. See [Names.ResponseHeader].
func ResponseHeader(h http.Header) http.Header { return (*Names)(nil).ResponseHeader(h) }

// Error returns err fit to be printed. See [Names.Error].
func Error(err error) error { return (*Names)(nil).Error(err) }

// Mend is [Error] in place. See [Names.Mend].
func Mend(err error) { (*Names)(nil).Mend(err) }

// JSON returns b, a JSON text, with the values of sensitive names hidden. See
// [Masker.JSON].
func JSON(b []byte, max int) []byte { return Masker{}.JSON(b, max) }

// XML is [JSON] for a document. See [Masker.XML].
func XML(b []byte, max int) []byte { return Masker{}.XML(b, max) }

// Form is [JSON] for the pairs of a form. See [Masker.Form].
func Form(b []byte, max int) []byte { return Masker{}.Form(b, max) }

// Text returns s with what looks like a secret in it hidden. See [Masker.Text].
func Text(s string) string { return Masker{}.Text(s) }
