package outbound

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/go-resty/resty/v2"
)

// encodeValue puts bytes in the place of a value whose Content-Type has a codec of
// [WithCodec]: resty encodes JSON and XML only.
func (f *fence) encodeValue(r *resty.Request) error {
	kind := cmp.Or(r.Header.Get("Content-Type"), f.header.Get("Content-Type"))
	if r.Body == nil || r.Body == http.NoBody || !f.codecs.Has(kind) {
		return nil
	}
	switch r.Body.(type) {
	case []byte, string:
		return nil
	}
	data, err := f.codecs.Marshal(kind, r.Body)
	if err != nil {
		return fmt.Errorf("encode the body: %w", err)
	}
	f.bodyOf(r).value, r.Body = r.Body, data
	return nil
}
