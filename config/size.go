package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Size is a number of bytes, with a unit if need be: 512, 64KiB, 32MiB, 1MB.
type Size int64

var units = []struct {
	name  string
	bytes int64
}{
	{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10},
	{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"B", 1},
}

func (s *Size) read(w word) error {
	number, unit := w.text, int64(1)
	if w.isText() {
		for _, u := range units {
			if n, ok := strings.CutSuffix(w.text, u.name); ok {
				number, unit = n, u.bytes
				break
			}
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > math.MaxInt64/unit || !w.isText() && w.kind != ast.IntegerType || strings.HasPrefix(number, "+") {
		return fmt.Errorf("%s is not a size: it is a whole number and B, KB, MB, GB, KiB, MiB or GiB, as in 32MiB", w)
	}
	*s = Size(n * unit)
	return nil
}

// String has the largest unit that leaves a whole number.
func (s Size) String() string {
	best := units[len(units)-1]
	for _, u := range units {
		if s > 0 && int64(s)%u.bytes == 0 && u.bytes > best.bytes {
			best = u
		}
	}
	if best.bytes == 1 {
		return strconv.FormatInt(int64(s), 10)
	}
	return strconv.FormatInt(int64(s)/best.bytes, 10) + best.name
}

const sizePattern = `^[0-9]+(B|KB|MB|GB|KiB|MiB|GiB)?$`

func (Size) schema() schema {
	return schema{"oneOf": []schema{{"type": "string", "pattern": sizePattern}, {"type": "integer", "minimum": 0}}}
}

// Buffer is a [Size] of 1 byte or more, or "none".
type Buffer int64

const wordNone = "none"

func (b *Buffer) read(w word) error {
	if w.isText() && w.text == wordNone {
		*b = -1
		return nil
	}
	err := (*Size)(b).read(w)
	if err == nil && *b == 0 {
		err = fmt.Errorf("0 would mean the default: say none")
	}
	return err
}

func (b Buffer) String() string {
	if b < 0 {
		return wordNone
	}
	return Size(b).String()
}

func (Buffer) schema() schema {
	return schema{"oneOf": []schema{{"type": "string", "pattern": sizePattern}, {"type": "integer", "minimum": 1}, {"const": wordNone}}}
}
