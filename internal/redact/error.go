package redact

import (
	"errors"
	"net/url"
)

// errURL stands for what package net/url says of a text that is no URL: it
// quotes parts of it.
var errURL = errors.New("invalid URL")

// Error returns err fit to be printed: a [url.Error] in it shows its URL
// redacted and does not quote it again.
func Error(err error) error {
	var ue *url.Error
	if !errors.As(err, &ue) {
		return err
	}
	return &url.Error{Op: ue.Op, URL: RawURL(ue.URL), Err: urlCause(ue)}
}

// Mend is [Error] in place, for an err that cannot be replaced but was made for
// this call alone.
func Mend(err error) {
	var ue *url.Error
	if errors.As(err, &ue) {
		ue.Err = urlCause(ue)
		ue.URL = RawURL(ue.URL)
	}
}

func urlCause(ue *url.Error) error {
	if ue.Op == "parse" {
		return errURL
	}
	return Error(ue.Err)
}
