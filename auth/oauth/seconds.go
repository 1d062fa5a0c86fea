package oauth

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// seconds is the life of a token as an integer that package oauth2 reads: a
// number that may have a fraction (which is cut off) or an exponent. It is "" if
// the life is not known: absent, zero, or not a number. A negative one has passed.
func seconds(s string) string {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(f) || f == 0 {
		return ""
	}
	f = math.Max(math.MinInt32, math.Min(f, math.MaxInt32)) // 68 years
	if f > 0 && f < 1 {
		f = 1 // zero would mean that it does not expire
	}
	return strconv.FormatInt(int64(f), 10)
}
