package restyadapter

import (
	"github.com/go-resty/resty/v2"

	"example.com/outbound/httperror"
	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/content"
	"example.com/outbound/internal/engine"
)

// makeCodecs makes the codecs of the client from the functions of rc, which WithResty may
// have set. Then it gives rc encoders whose errors do not show the value, and decoders
// whose errors have a kind.
func (a *adapter) makeCodecs(rc *resty.Client) {
	a.Codecs = codec.Set{JSON: codec.Codec{Marshal: rc.JSONMarshal, Unmarshal: rc.JSONUnmarshal}, Others: a.OwnCodecs, Quote: a.Quote}
	a.Codecs.XML = codec.Codec{Marshal: rc.XMLMarshal, Unmarshal: rc.XMLUnmarshal}
	if engine.SameFunc(rc.XMLUnmarshal, codec.UnmarshalXML) {
		a.Codecs.XML.Unmarshal = nil // the built-in decoder, which takes the charset from the Content-Type
	}
	rc.JSONMarshal, rc.XMLMarshal = codec.Quiet(rc.JSONMarshal), codec.Quiet(rc.XMLMarshal)
	rc.JSONUnmarshal, rc.XMLUnmarshal = a.decoderFor(content.TypeJSON), a.decoderFor(content.TypeXML)
}

// codecsOf returns the codecs of a request of Client.R whose resty client is rc: those of
// the client, with the decoders that a hook has set on rc.
func (a *adapter) codecsOf(rc *resty.Client) *codec.Set {
	json, xml := !engine.SameFunc(rc.JSONUnmarshal, a.rc.JSONUnmarshal), !engine.SameFunc(rc.XMLUnmarshal, a.rc.XMLUnmarshal)
	if !json && !xml {
		return &a.Codecs
	}
	own := a.Codecs
	if json {
		own.JSON.Unmarshal = rc.JSONUnmarshal
	}
	if xml {
		own.XML.Unmarshal = rc.XMLUnmarshal
	}
	return &own
}

// decoderFor returns a decoder for bodies of a media type, for code that takes the
// decoder from the resty client.
func (a *adapter) decoderFor(mediaType string) func([]byte, any) error {
	return func(data []byte, v any) error {
		if err := a.Codecs.Unmarshal(mediaType, data, v); err != nil {
			return &httperror.Error{Kind: httperror.Decode, Err: err}
		}
		return nil
	}
}
