package codec

import (
	"bytes"
	"errors"
)

// Codec writes values of one media type and reads them.
type Codec struct {
	Marshal   func(any) ([]byte, error)
	Unmarshal func([]byte, any) error
}

var errEmpty = textError{errors.New("the body is empty")}

// IsBlank reports whether data holds no value at all.
func IsBlank(data []byte) bool { return len(bytes.TrimSpace(data)) == 0 }

// UnmarshalJSON decodes data of the declared charset into v by unmarshal, which gets
// UTF-8 without a byte order mark (RFC 8259, section 8.1). The error shows nothing
// of the data.
func UnmarshalJSON(unmarshal func([]byte, any) error, data []byte, charset string, v any) error {
	data, err := ToUTF8(data, charset)
	if err == nil {
		err = unmarshal(data, v)
	}
	return DecodeError(err)
}
