// Package codec turns values into bodies and bodies into values: which codec a
// media type has, charsets, and content codings.
package codec

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Set is the codecs of a client.
type Set struct {
	JSON   Codec            // of every type that counts as JSON
	XML    Codec            // of every type that counts as XML; without Unmarshal the built-in one decodes
	Others map[string]Codec // by media type; they win

	// Quote is the beginning of a text of another type as an error may show it.
	Quote func(Media, []byte) string
}

// Unmarshal decodes data, which the server calls a contentType, into v. The error
// shows nothing of data but what Quote does.
func (s *Set) Unmarshal(contentType string, data []byte, v any) error {
	if IsBlank(data) {
		return errEmpty.error
	}
	m := MediaOf(contentType)
	if c, ok := s.Others[m.Type]; ok {
		if c.Unmarshal == nil {
			return fmt.Errorf("the codec of %s has no Unmarshal", m.Type)
		}
		return DecodeError(c.Unmarshal(data, v))
	}
	switch m.Format {
	case JSON:
		return UnmarshalJSON(s.JSON.Unmarshal, data, m.Charset, v)
	case Unsaid:
		err := UnmarshalJSON(s.JSON.Unmarshal, data, m.Charset, v)
		if _, no := errors.AsType[*json.SyntaxError](err); no {
			return &ForeignError{media: m, cause: err}
		}
		return err
	case XML:
		if s.XML.Unmarshal != nil {
			return DecodeError(s.XML.Unmarshal(data, v))
		}
		return DecodeError(unmarshalXML(data, m.Charset, v))
	}
	return &ForeignError{media: m, begins: s.Quote(m, data)}
}

// Marshal encodes v as a contentType; in a type that no codec is known for, as JSON.
func (s *Set) Marshal(contentType string, v any) ([]byte, error) {
	m := MediaOf(contentType)
	marshal := s.JSON.Marshal
	if c, ok := s.Others[m.Type]; ok {
		if c.Marshal == nil {
			return nil, fmt.Errorf("the codec of %s has no Marshal", m.Type)
		}
		marshal = c.Marshal
	} else if m.Format == XML {
		marshal = s.XML.Marshal
	}
	data, err := marshal(v)
	return data, EncodeError(err)
}

// Has reports whether a contentType has a codec among Others.
func (s *Set) Has(contentType string) bool {
	if len(s.Others) == 0 {
		return false
	}
	_, ok := s.Others[MediaOf(contentType).Type]
	return ok
}
