package config

import (
	"fmt"
	"math"
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

// unlimited is the word for a number that has no bound, and its value.
const (
	wordUnlimited = "unlimited"
	unlimited     = -1
)

// Count is a whole number of 0 or more.
type Count int

func (c *Count) read(w word) error {
	n, err := strconv.Atoi(w.text)
	if w.kind != ast.IntegerType || err != nil || n < 0 {
		return fmt.Errorf("%s is not a whole number of 0 or more", w)
	}
	*c = Count(n)
	return nil
}

func (c Count) String() string { return strconv.Itoa(int(c)) }
func (Count) schema() schema   { return schema{"type": "integer", "minimum": 0} }

// Attempts is a whole number of 1 or more, or "unlimited".
type Attempts int

func (a *Attempts) read(w word) error {
	if w.isText() && w.text == wordUnlimited {
		*a = unlimited
		return nil
	}
	n, err := strconv.Atoi(w.text)
	if w.kind != ast.IntegerType || err != nil || n < 1 {
		return fmt.Errorf("%s is neither a whole number of 1 or more nor unlimited", w)
	}
	*a = Attempts(n)
	return nil
}

func (a Attempts) String() string {
	if a == unlimited {
		return wordUnlimited
	}
	return strconv.Itoa(int(a))
}

func (Attempts) schema() schema {
	return schema{"oneOf": []schema{{"type": "integer", "minimum": 1}, {"const": wordUnlimited}}}
}

// Code is an HTTP status code.
type Code int

func (c *Code) read(w word) error {
	n, err := strconv.Atoi(w.text)
	if w.kind != ast.IntegerType || err != nil || n < 100 || n > 999 {
		return fmt.Errorf("%s is not a status code", w)
	}
	*c = Code(n)
	return nil
}

func (c Code) String() string { return strconv.Itoa(int(c)) }
func (Code) schema() schema   { return schema{"type": "integer", "minimum": 100, "maximum": 999} }

// Number is a number of 0 or more, with a fraction if need be.
type Number float64

func (n *Number) read(w word) error {
	f, err := strconv.ParseFloat(w.text, 64)
	if w.kind != ast.IntegerType && w.kind != ast.FloatType || err != nil || f < 0 || math.IsInf(f, 0) {
		return fmt.Errorf("%s is not a number of 0 or more", w)
	}
	*n = Number(f)
	return nil
}

func (n Number) String() string { return strconv.FormatFloat(float64(n), 'g', -1, 64) }
func (Number) schema() schema   { return schema{"type": "number", "minimum": 0} }
