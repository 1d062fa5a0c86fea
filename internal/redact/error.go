package redact

import (
	"errors"
	"io/fs"
	"net/textproto"
	"net/url"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/sentence"
)

// errURL and errLocation replace the errors of packages net/url and net/http for
// a text that is no URL, which quote that text.
var (
	errURL      = errors.New("invalid URL")
	errLocation = errors.New("failed to parse Location header")
)

// Error returns err fit to be printed, with every error in its tree: a
// [url.Error] shows its URL redacted and does not quote it again, a [fs.PathError]
// shows a path, a broken line of a header is not quoted, and in the text of an
// error of another package addresses and what looks like a secret are hidden.
// Where nothing is to be hidden the result is err itself. errors.Is still finds
// what was left out.
func (n *Names) Error(err error) error {
	if !n.reveals(err) {
		return err
	}
	switch x := err.(type) {
	case *url.Error:
		return &url.Error{Op: x.Op, URL: n.RawURL(x.URL), Err: n.urlCause(x)}
	case *fs.PathError:
		return &fs.PathError{Op: x.Op, Path: Path(x.Path), Err: n.Error(x.Err)}
	case textproto.ProtocolError:
		return textproto.ProtocolError(n.foreign(withoutLine(x)))
	case *httperror.Error:
		e := *x
		e.Err = n.Error(x.Err)
		return &e
	case *sentence.Error: // its text is ours
		return &sentence.Error{Text: x.Text, Err: n.Error(x.Err)}
	case interface{ Unwrap() []error }:
		return n.several(err, x.Unwrap())
	}
	inner := errors.Unwrap(err)
	switch {
	case quotesLocation(err):
		return errLocation
	case inner == nil:
		return &hidden{errors.New(n.foreign(err.Error())), err}
	case n.reveals(inner):
		return &hidden{n.Error(inner), err}
	}
	return &hidden{&wrapped{n.mended(err, inner), inner}, err}
}

// several is err, which wraps all.
func (n *Names) several(err error, all []error) error {
	var shown []error
	revealed := false
	for _, e := range all {
		revealed = revealed || n.reveals(e)
		shown = append(shown, n.Error(e))
	}
	if !revealed {
		return &hidden{&wrapped{n.mended(err, errors.Join(all...)), errors.Join(shown...)}, err}
	}
	return &hidden{errors.Join(shown...), err}
}

// Mend is [Names.Error] in place, for an err that cannot be replaced but was made
// for this call alone.
func (n *Names) Mend(err error) {
	var ue *url.Error
	if errors.As(err, &ue) {
		ue.Err = n.urlCause(ue)
		ue.URL = n.RawURL(ue.URL)
	}
}

func (n *Names) urlCause(ue *url.Error) error {
	if ue.Op == "parse" {
		return errURL
	}
	return n.Error(ue.Err)
}

// quotesLocation reports whether err is net/http's error for a Location that is
// no URL.
func quotesLocation(err error) bool {
	return err != nil && err != errLocation && strings.HasPrefix(err.Error(), "failed to parse Location header")
}

// reveals reports whether an error in err's tree has something to hide.
func (n *Names) reveals(err error) bool {
	switch x := err.(type) {
	case nil:
		return false
	case *url.Error:
		return x.Op == "parse" && x.Err != errURL || n.RawURL(x.URL) != x.URL || n.reveals(x.Err)
	case *fs.PathError:
		return Path(x.Path) != x.Path || n.reveals(x.Err)
	case textproto.ProtocolError:
		return n.foreign(withoutLine(x)) != string(x)
	case *httperror.Error:
		return n.reveals(x.Err)
	case *sentence.Error:
		return n.reveals(x.Err)
	case *hidden:
		return n.reveals(x.error)
	case interface{ Unwrap() error }:
		inner := x.Unwrap()
		if n.reveals(inner) {
			return true
		}
		return !ownsText(err) && n.revealsOwn(err, inner)
	case interface{ Unwrap() []error }:
		for _, e := range x.Unwrap() {
			if n.reveals(e) {
				return true
			}
		}
		return n.revealsOwn(err, errors.Join(x.Unwrap()...))
	}
	if ownsText(err) {
		return false
	}
	text := err.Error()
	return quotesLocation(err) || n.foreign(text) != text
}

// withoutLine returns the text of an error of package net/textproto without the
// header line that it quotes, which may be half of a cookie.
func withoutLine(e textproto.ProtocolError) string {
	text, _, _ := strings.Cut(string(e), ": \"")
	return text
}
