package peer

import (
	"encoding/json"

	"github.com/bytedance/sonic"
	gojson "github.com/goccy/go-json"
)

// Codec is a JSON library.
type Codec struct {
	Name      string
	Marshal   func(any) ([]byte, error)
	Unmarshal func([]byte, any) error // nil: a json.Decoder on the body, where the caller decodes
}

// Standard is encoding/json.
var Standard = Codec{"encoding/json", json.Marshal, json.Unmarshal}

// Codecs returns the libraries that typed decoding is measured with.
func Codecs() []Codec {
	return []Codec{
		Standard,
		{"goccy/go-json", gojson.Marshal, gojson.Unmarshal},
		{"bytedance/sonic", sonic.ConfigStd.Marshal, sonic.ConfigStd.Unmarshal},
	}
}
