package redact

import (
	"errors"
	"io/fs"
	"net/textproto"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
)

// errURL and errLocation stand for what packages net/url and net/http say of a
// text that is no URL: they quote it.
var (
	errURL      = errors.New("invalid URL")
	errLocation = errors.New("failed to parse Location header")
)

// Error returns err fit to be printed, with every error in its tree: a
// [url.Error] shows its URL redacted and does not quote it again, a [fs.PathError]
// shows a path, and a broken line of a header is not quoted. Where nothing is to be hidden it is err
// itself. errors.Is still finds what was left out.
func Error(err error) error {
	if !telling(err) {
		return err
	}
	switch x := err.(type) {
	case *url.Error:
		return &url.Error{Op: x.Op, URL: RawURL(x.URL), Err: urlCause(x)}
	case *fs.PathError:
		return &fs.PathError{Op: x.Op, Path: Path(x.Path), Err: x.Err}
	case textproto.ProtocolError:
		return textproto.ProtocolError(unquoted(x))
	case *httperror.Error:
		e := *x
		e.Err = Error(x.Err)
		return &e
	case interface{ Unwrap() []error }:
		var all []error
		for _, e := range x.Unwrap() {
			all = append(all, Error(e))
		}
		return &hidden{errors.Join(all...), err}
	}
	if quotesLocation(err) {
		return errLocation
	}
	return &hidden{Error(errors.Unwrap(err)), err}
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

// quotesLocation reports whether err is what package net/http says of a Location
// that is no URL.
func quotesLocation(err error) bool {
	return err != nil && err != errLocation && strings.HasPrefix(err.Error(), "failed to parse Location header")
}

// telling reports whether an error in err's tree tells more than it may.
func telling(err error) bool {
	switch x := err.(type) {
	case *url.Error:
		return x.Op == "parse" && x.Err != errURL || RawURL(x.URL) != x.URL || telling(x.Err)
	case *fs.PathError:
		return Path(x.Path) != x.Path
	case textproto.ProtocolError:
		return unquoted(x) != string(x)
	case interface{ Unwrap() error }:
		return telling(x.Unwrap())
	case interface{ Unwrap() []error }:
		for _, e := range x.Unwrap() {
			if telling(e) {
				return true
			}
		}
	default:
		return quotesLocation(err)
	}
	return false
}

// unquoted is what package net/textproto says of a header, without the line that
// it quotes: that may be half of a cookie.
func unquoted(e textproto.ProtocolError) string {
	text, _, _ := strings.Cut(string(e), ": \"")
	return text
}
