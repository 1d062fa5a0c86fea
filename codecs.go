package outbound

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"github.com/go-resty/resty/v2"
	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/codec"
)

// Codec encodes values as bodies of one media type and decodes them. A nil function
// makes the other direction an error.
type Codec struct {
	Marshal   func(any) ([]byte, error)
	Unmarshal func([]byte, any) error
}

// WithCodec adds the codec of a media type ("application/yaml"): answers of that type
// are decoded by it, and the body of a typed call is encoded by it where a [Header]
// option gives that Content-Type. "application/json" is [WithJSON], and
// "application/xml" is the codec of every type that counts as XML. Unmarshal gets the
// bytes as they came, and for JSON in UTF-8; it may keep them. Default: JSON and XML.
func WithCodec(mediaType string, c Codec) Option {
	mt := strings.ToLower(strings.TrimSpace(mediaType))
	return noted("codecs."+mt, "WithCodec", func(cfg *config) {
		if mt == typeJSON {
			cfg.json = c
			return
		}
		if parsed, params, err := mime.ParseMediaType(mt); err != nil || len(params) > 0 || parsed != mt || !strings.Contains(mt, "/") {
			cfg.problems = append(cfg.problems, fmt.Errorf("outbound: WithCodec(%q): not a media type of the form type/subtype", mediaType))
		}
		if c.Marshal == nil && c.Unmarshal == nil {
			cfg.problems = append(cfg.problems, fmt.Errorf("outbound: WithCodec(%q): neither Marshal nor Unmarshal", mediaType))
		}
		if cfg.ownCodecs == nil {
			cfg.ownCodecs = map[string]codec.Codec{}
		}
		cfg.ownCodecs[mt] = codec.Codec(c)
	})
}

// WithCoding adds a content coding beyond gzip and deflate: it is asked for in
// Accept-Encoding, and bodies in it are decoded. decode makes a reader of the coded
// body, which is closed with it; [WithMaxResponseBytes] bounds what R and the typed
// calls read of it. Where the caller sets Accept-Encoding, bodies are returned as
// they come. Default: gzip, x-gzip and deflate.
func WithCoding(name string, decode func(io.Reader) (io.ReadCloser, error)) Option {
	name = strings.ToLower(name)
	return noted("codings."+name, "WithCoding", func(c *config) {
		if !httpguts.ValidHeaderFieldName(name) || name == "identity" {
			c.problems = append(c.problems, fmt.Errorf("outbound: WithCoding(%q): not the name of a coding", name))
		}
		if decode == nil {
			c.problems = append(c.problems, fmt.Errorf("outbound: WithCoding(%q): decode is nil", name))
		}
		if c.ownCodings == nil {
			c.ownCodings = map[string]codec.Decoder{}
		}
		c.ownCodings[name] = decode
	})
}

var errJSONCodec = errors.New("outbound: WithJSON: marshal and unmarshal go together")

// makeCodecs takes the codecs of the client from rc, where WithResty may have set
// them, and makes those of rc type their errors.
func (c *core) makeCodecs(rc *resty.Client) {
	c.codecs = codec.Set{JSON: codec.Codec{Marshal: rc.JSONMarshal, Unmarshal: rc.JSONUnmarshal}, Others: c.ownCodecs, Quote: c.quote}
	c.codecs.XML = codec.Codec{Marshal: rc.XMLMarshal, Unmarshal: rc.XMLUnmarshal}
	if pointer(rc.XMLUnmarshal) == pointer(codec.UnmarshalXML) {
		c.codecs.XML.Unmarshal = nil // the built-in one, which knows the charset of the field
	}
	rc.JSONMarshal, rc.XMLMarshal = codec.Quiet(rc.JSONMarshal), codec.Quiet(rc.XMLMarshal)
	rc.JSONUnmarshal, rc.XMLUnmarshal = c.decoderFor(typeJSON), c.decoderFor(typeXML)
}

// hasOwnCodec reports whether a codec other than the built-in ones may keep the bytes
// that it is given.
func (c *core) hasOwnCodec() bool {
	return c.json.Unmarshal != nil || len(c.ownCodecs) > 0 || len(c.config.resty) > 0
}
