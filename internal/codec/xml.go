package codec

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// UnmarshalXML decodes a document into v. Its charset is that of its byte order
// mark or its declaration. Anything but space and comments after the root element
// is an error.
func UnmarshalXML(data []byte, v any) error { return unmarshalXML(data, "", v) }

// unmarshalXML is [UnmarshalXML] with the charset of the Content-Type, which wins
// over the declaration (RFC 7303, section 3.2).
func unmarshalXML(data []byte, charset string, v any) error {
	if charset == "" {
		charset = declared(data)
	}
	data, err := ToUTF8(data, charset)
	if err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 now
	if err := d.Decode(v); err != nil {
		return err
	}
	return atEnd(d)
}

var errAfterRoot = textError{errors.New("the body goes on after the root element")}

// atEnd reports what follows the root element, nil if that is nothing.
func atEnd(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.Comment, xml.ProcInst:
		case xml.CharData:
			if len(bytes.TrimSpace(token)) > 0 {
				return errAfterRoot
			}
		default:
			return errAfterRoot
		}
	}
}

// declared is the charset in the declaration of a document in a charset that has
// ASCII in it, "" if there is none. A declaration of UTF-16 that can be read like
// this is wrong.
func declared(data []byte) string {
	head, _, found := bytes.Cut(data[:min(len(data), 256)], []byte("?>"))
	if !found || !bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
		return ""
	}
	_, rest, _ := bytes.Cut(head, []byte("encoding"))
	rest = bytes.TrimLeft(rest, " \t\r\n=")
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	label, _, closed := bytes.Cut(rest[1:], rest[:1])
	if !closed || bytes.HasPrefix(bytes.ToLower(label), []byte("utf-16")) {
		return ""
	}
	return string(label)
}
