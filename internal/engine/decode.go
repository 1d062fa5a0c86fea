package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"unsafe"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/call"
	"example.com/outbound/internal/codec"
)

// Decode decodes the response into v, a *T, and closes the body.
func (x *Exchange) Decode(v any) *httperror.Error {
	defer x.resp.Body.Close()
	if codec.Bodiless(x.resp) {
		return nil
	}
	if _, discard := v.(*struct{}); discard {
		n, err := io.Copy(io.Discard, x.resp.Body)
		x.Call.Bytes = n
		if x.MaxResponse > 0 && n > x.MaxResponse {
			err = TooLarge(x.MaxResponse, x.resp.ContentLength)
		}
		if err != nil {
			return x.Call.BodyError(err)
		}
		return nil
	}
	_, raw := v.(*[]byte)
	_, text := v.(*string)
	if err := x.DecodeRest(x.Call, x.resp, raw || text); err != nil {
		return x.noValue(ReadErrorBody(x.resp), err)
	}
	keeps := raw || text || x.hasOwnCodec()
	if !keeps {
		call.ReadShort(x.resp)
	}
	data, reused, err := read(x.resp, x.MaxResponse)
	x.Call.Bytes = int64(len(data))
	if err != nil {
		return x.Call.BodyError(err)
	}
	if reused && keeps {
		data = bytes.Clone(data) // v, or a codec of the user's, may keep parts of it
	}
	switch to := v.(type) {
	case *[]byte:
		*to = data
		return nil
	case *string:
		*to = unsafe.String(unsafe.SliceData(data), len(data)) // nothing else has data, and nothing writes to it
		return nil
	}
	if err := x.Codecs.Unmarshal(x.resp.Header.Get("Content-Type"), data, v); err != nil {
		return x.noValue(data, err)
	}
	return nil
}

// hasOwnCodec reports whether the client has a codec of the user's, which may keep the
// bytes that it is given.
func (c *Core) hasOwnCodec() bool {
	return c.JSON.Unmarshal != nil || len(c.OwnCodecs) > 0 || len(c.TuneResty) > 0
}

// IsErrorStatus reports whether resp has a status of 400 to 599, allowed or not.
func IsErrorStatus(resp *http.Response) bool { return httperror.KindOfStatus(resp.StatusCode) != "" }

// The most bytes that are allocated for a length that a server announces, before a byte
// of the body has arrived.
const (
	trustedUnderLimit   = 64 << 20 // the user has allowed the length by WithMaxResponseBytes
	trustedWithoutLimit = 1 << 20  // the length is only the server's word
)

// read returns the whole body, at most limit bytes; limit 0 is no bound. With reused the
// memory of data is used again once the body is closed: a caller that keeps data copies
// it. With an error data is what was read.
func read(resp *http.Response, limit int64) (data []byte, reused bool, err error) {
	if data, ok := call.Whole(resp); ok {
		if limit > 0 && int64(len(data)) > limit {
			return data, false, TooLarge(limit, resp.ContentLength)
		}
		return data, true, nil
	}
	first := int64(bytes.MinRead)
	if length := resp.ContentLength; length > 0 && (limit == 0 || length <= limit) {
		first += min(length, trusted(limit))
	}
	buf := make([]byte, 0, first)
	for {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, cap(buf))
		}
		n, err := resp.Body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case limit > 0 && int64(len(buf)) > limit:
			return buf, false, TooLarge(limit, resp.ContentLength)
		case err == io.EOF:
			return buf, false, nil
		case err != nil:
			return buf, false, err
		}
	}
}

// trusted returns how many bytes of an announced length are allocated before a byte of
// the body has arrived.
func trusted(limit int64) int64 {
	if limit == 0 {
		return trustedWithoutLimit
	}
	return trustedUnderLimit
}

var errCodedPart = errors.New("the body is a part (206) of one with a content coding, and cannot be decoded")

// DecodeRest decodes a body that is read whole where the chain has left it coded: a part
// (206), the response to an Accept-Encoding of the caller's, or a body in an unknown
// coding. With keep the caller wants bytes or text, and the first two stay coded. Else a
// part is an error. An unknown coding is an error in any other case.
func (c *Core) DecodeRest(record *call.Call, resp *http.Response, keep bool) error {
	names := codec.CodingsOf(resp.Header)
	switch part := resp.StatusCode == http.StatusPartialContent; {
	case len(names) == 0 || resp.ContentLength == 0 || codec.Bodiless(resp):
		return nil
	case keep && (part || c.setsAcceptEncoding(record)):
		return nil
	case part:
		return errCodedPart
	}
	if unknown := c.codings.Unknown(names); unknown != "" {
		return fmt.Errorf("the content coding %q of the body cannot be decoded: WithCoding adds one", unknown)
	}
	c.codings.Decode(resp, names, c.MaxResponse)
	return nil
}

// DecodeKnown decodes the body of a response that is an error. A body in an unknown
// coding stays as it is.
func (c *Core) DecodeKnown(resp *http.Response) {
	names := codec.CodingsOf(resp.Header)
	if len(names) > 0 && codec.IsCoded("", resp) && c.codings.Unknown(names) == "" {
		c.codings.Decode(resp, names, c.MaxResponse)
	}
}

// setsAcceptEncoding reports whether the client or the request of the call sets
// Accept-Encoding.
func (c *Core) setsAcceptEncoding(record *call.Call) bool {
	req := record.Last()
	return c.Header.Get(codec.FieldAcceptEncoding) != "" || req != nil && req.Header.Get(codec.FieldAcceptEncoding) != ""
}
