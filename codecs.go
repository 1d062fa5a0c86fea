package outbound

import (
	"fmt"
	"io"
	"mime"
	"strings"

	"golang.org/x/net/http/httpguts"

	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/content"
)

// Codec encodes values as bodies of one media type and decodes them. A nil function
// makes the other direction an error.
type Codec struct {
	Marshal   func(any) ([]byte, error)
	Unmarshal func([]byte, any) error
}

// WithJSON replaces the JSON codec of R and the typed calls. A codec that
// [WithResty] sets wins. Default: package encoding/json.
func WithJSON(marshal func(any) ([]byte, error), unmarshal func([]byte, any) error) Option {
	return noted("json", "WithJSON", func(c *config) { c.JSON = codec.Codec{Marshal: marshal, Unmarshal: unmarshal} })
}

// WithCodec adds the codec of a media type ("application/yaml"): answers of that type
// are decoded by it, and the body of a typed call is encoded by it where a [Header]
// option gives that Content-Type. "application/json" is [WithJSON], and
// "application/xml" is the codec of every type that counts as XML. Unmarshal gets the
// bytes as they came, and for JSON in UTF-8; it may keep them. Default: JSON and XML.
func WithCodec(mediaType string, c Codec) Option {
	mt := strings.ToLower(strings.TrimSpace(mediaType))
	return noted("codecs."+mt, "WithCodec", func(cfg *config) {
		if mt == content.TypeJSON {
			cfg.JSON = codec.Codec(c)
			return
		}
		if parsed, params, err := mime.ParseMediaType(mt); err != nil || len(params) > 0 || parsed != mt || !strings.Contains(mt, "/") {
			cfg.Problems = append(cfg.Problems, fmt.Errorf("outbound: WithCodec(%q): not a media type of the form type/subtype", mediaType))
		}
		if c.Marshal == nil && c.Unmarshal == nil {
			cfg.Problems = append(cfg.Problems, fmt.Errorf("outbound: WithCodec(%q): neither Marshal nor Unmarshal", mediaType))
		}
		if cfg.OwnCodecs == nil {
			cfg.OwnCodecs = map[string]codec.Codec{}
		}
		cfg.OwnCodecs[mt] = codec.Codec(c)
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
			c.Problems = append(c.Problems, fmt.Errorf("outbound: WithCoding(%q): not the name of a coding", name))
		}
		if decode == nil {
			c.Problems = append(c.Problems, fmt.Errorf("outbound: WithCoding(%q): decode is nil", name))
		}
		if c.OwnCodings == nil {
			c.OwnCodings = map[string]codec.Decoder{}
		}
		c.OwnCodings[name] = decode
	})
}
