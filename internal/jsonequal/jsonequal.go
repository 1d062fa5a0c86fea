// Package jsonequal decodes and compares JSON without loss: numbers are compared
// by their decimal value, of whatever size.
package jsonequal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/big"
	"slices"
	"strings"
)

var errRest = errors.New("there is more than one JSON value")

// Decode decodes text, which must be one JSON value and nothing else. Numbers
// become [json.Number].
func Decode(text []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err = d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err = d.Token(); !errors.Is(err, io.EOF) {
		return nil, errRest
	}
	return v, nil
}

// Equal reports whether two values of [Decode] are the same JSON value. The order
// of the members of an object does not matter.
func Equal(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && maps.EqualFunc(a, b, Equal)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, Equal)
	case json.Number:
		b, ok := b.(json.Number)
		return ok && (a == b || decimalOf(a) == decimalOf(b))
	}
	switch b.(type) {
	case map[string]any, []any: // == would panic
		return false
	}
	return a == b
}

// decimal is a number as digits × 10^exponent, with no zero at either end of the
// digits. Zero has none.
type decimal struct{ sign, digits, exponent string }

func decimalOf(n json.Number) decimal {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(string(n)), "e")
	var sign string
	if rest, negative := strings.CutPrefix(mantissa, "-"); negative {
		sign, mantissa = "-", rest
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	if digits == "" {
		return decimal{}
	}
	short := strings.TrimRight(digits, "0")
	e, ok := new(big.Int).SetString(strings.TrimPrefix(exponent, "+"), 10)
	if !ok {
		e = new(big.Int) // there is no exponent
	}
	e.Add(e, big.NewInt(int64(len(digits)-len(short)-len(fraction))))
	return decimal{sign, short, e.String()}
}
