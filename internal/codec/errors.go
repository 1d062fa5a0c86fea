package codec

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"

	"example.com/outbound/internal/redact"
)

// EncodeError keeps of a codec's error what names types only; any other text might
// quote the value that could not be written. nil stays nil.
func EncodeError(err error) error {
	if err == nil { // before the variables, which are on the heap
		return nil
	}
	var (
		kind  *json.UnsupportedTypeError
		value *json.UnsupportedValueError
	)
	switch {
	case errors.As(err, &kind):
		return redact.Hide(kind, err)
	case errors.As(err, &value):
		return redact.Hide(value, err)
	}
	return redact.Hide(fmt.Errorf("the body cannot be written: %T", err), err)
}

// DecodeError keeps of a codec's error what names places and types only; any other
// text might quote the value that could not be read. nil stays nil.
func DecodeError(err error) error {
	if err == nil {
		return nil
	}
	var (
		own    textError
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
		markup *xml.SyntaxError
	)
	switch {
	case errors.As(err, &own):
		return own.error
	case errors.As(err, &syntax):
		return redact.Hide(syntax, err)
	case errors.As(err, &kind):
		k := *kind
		k.Value, _, _ = strings.Cut(kind.Value, " ") // "number 42"
		return redact.Hide(&k, err)
	case errors.As(err, &markup):
		return redact.Hide(fmt.Errorf("XML syntax error on line %d", markup.Line), err)
	}
	return redact.Hide(fmt.Errorf("the body does not fit: %T", err), err)
}

// Quiet makes the errors of an encoder those of [EncodeError].
func Quiet(marshal func(any) ([]byte, error)) func(any) ([]byte, error) {
	return func(v any) ([]byte, error) {
		data, err := marshal(v)
		return data, EncodeError(err)
	}
}

// ForeignError is the error of a body that has no value to decode: it is in a type
// without a codec, or in one that says nothing and is not JSON.
type ForeignError struct {
	media  Media
	begins string // the beginning of the body, quoted; "" if that is not to be shown
	cause  error  // why it is not JSON; nil if the type says so
}

func (e *ForeignError) Error() string {
	text := "the body is not JSON"
	if name := printableName(e.media.Type); name != "" {
		text = fmt.Sprintf("the body is %s (Content-Type), not JSON", name)
	}
	switch {
	case e.cause != nil:
		return text + ": " + e.cause.Error()
	case e.begins != "":
		text += "; it begins " + e.begins
	}
	if IsHTML(e.media.Type) {
		return text
	}
	return text + "; WithCodec adds a codec for the type, R() returns the body as it is"
}

func (e *ForeignError) Unwrap() error { return e.cause }

// HasNoValue reports whether err says that the body is empty or a [ForeignError].
func HasNoValue(err error) bool {
	_, foreign := errors.AsType[*ForeignError](err)
	return foreign || errors.Is(err, errEmpty.error)
}
