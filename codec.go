package outbound

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/redact"
)

// typedDecoder makes the error of a codec one of kind decode, which onError
// completes. A byte order mark is ignored (RFC 8259, section 8.1).
func typedDecoder(unmarshal func([]byte, any) error) func([]byte, any) error {
	return func(data []byte, v any) error {
		if err := unmarshal(trimBOM(data), v); err != nil {
			return &HTTPError{Kind: httperror.Decode, Err: decodeError(err)}
		}
		return nil
	}
}

func trimBOM(data []byte) []byte {
	if len(data) >= 3 && data[0] == 0xEF && data[1] == 0xBB && data[2] == 0xBF {
		return data[3:]
	}
	return data
}

// quietEncoder keeps an encoder's error from quoting the value.
func quietEncoder(marshal func(any) ([]byte, error)) func(any) ([]byte, error) {
	return func(v any) ([]byte, error) {
		data, err := marshal(v)
		return data, encodeError(err)
	}
}

// encodeError keeps of the codec's error what names types only; any other text
// might quote the value that it could not write.
func encodeError(err error) error {
	var (
		kind  *json.UnsupportedTypeError
		value *json.UnsupportedValueError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &kind):
		return redact.Hide(kind, err)
	case errors.As(err, &value):
		return redact.Hide(value, err)
	}
	return redact.Hide(fmt.Errorf("the body cannot be written: %T", err), err)
}

// decodeError keeps of the codec's error what names places and types only;
// another text might quote the value that it could not read.
func decodeError(err error) error {
	var (
		syntax *json.SyntaxError
		kind   *json.UnmarshalTypeError
		he     *HTTPError
	)
	switch {
	case errors.As(err, &he):
		return err
	case errors.As(err, &syntax):
		return redact.Hide(syntax, err)
	case errors.As(err, &kind):
		k := *kind
		k.Value, _, _ = strings.Cut(kind.Value, " ") // "number 42"
		return redact.Hide(&k, err)
	}
	return redact.Hide(fmt.Errorf("the body does not fit: %T", err), err)
}
