package printable

import (
	"strconv"
	"time"
)

// Duration returns d with the digits that matter: three of them, in milliseconds
// below a second ("0.35ms", "892ms"), in seconds below two minutes ("49.6s",
// "60s"), and from then on whole ("2m0s", "6h0m0s"). It is "0s" for zero only.
func Duration(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Duration(-max(d, -1<<62))
	case d == 0:
		return "0s"
	case d < 999500*time.Microsecond:
		return digits(float64(d)/1e6) + "ms"
	case d < 119950*time.Millisecond:
		return digits(d.Seconds()) + "s"
	}
	return d.Truncate(time.Second).String()
}

// Exact returns d, a number that somebody has configured, without rounding: "60s",
// "1.5s", "2m0s".
func Exact(d time.Duration) string {
	if d%time.Second == 0 && 0 <= d && d < 2*time.Minute {
		return strconv.Itoa(int(d/time.Second)) + "s"
	}
	return d.String()
}

// digits returns f with three digits, and without zeros at the end of a fraction.
func digits(f float64) string {
	if f >= 100 {
		return strconv.FormatFloat(f, 'f', 0, 64)
	}
	text := strconv.FormatFloat(f, 'g', 3, 64)
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return text
}

// Bytes returns n bytes with the largest unit that divides it: "32 MiB", "1500
// bytes".
func Bytes(n int64) string {
	for i, unit := range []string{"GiB", "MiB", "KiB"} {
		if size := int64(1) << (10 * (3 - i)); n > 0 && n%size == 0 {
			return strconv.FormatInt(n/size, 10) + " " + unit
		}
	}
	if n == 1 {
		return "1 byte"
	}
	return strconv.FormatInt(n, 10) + " bytes"
}
