package printable_test

import (
	"math"
	"testing"
	"time"

	"example.com/outbound/internal/printable"
)

func TestATimeHasTheDigitsThatMatter(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                         "0s",
		1:                         "0.000001ms",
		350 * time.Microsecond:    "0.35ms",
		3127 * time.Microsecond:   "3.13ms",
		892300 * time.Microsecond: "892ms",
		999700 * time.Microsecond: "1s",
		49612 * time.Millisecond:  "49.6s",
		10002 * time.Millisecond:  "10s",
		60 * time.Second:          "60s",
		119949 * time.Millisecond: "120s",
		120 * time.Second:         "2m0s",
		6 * time.Hour:             "6h0m0s",
		-3 * time.Second:          "-3s",
		math.MaxInt64:             "2562047h47m16s",
		math.MinInt64:             "-1281023h53m38s",
	} {
		if got := printable.Duration(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

func TestAConfiguredTimeIsNotRounded(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", 60 * time.Second: "60s", 1500 * time.Millisecond: "1.5s", 10001 * time.Millisecond: "10.001s",
		2 * time.Minute: "2m0s", 40 * time.Millisecond: "40ms",
	} {
		if got := printable.Exact(d); got != want {
			t.Errorf("%d: got %s, want %s", d, got, want)
		}
	}
}

func TestBytesHaveTheLargestUnitThatDividesThem(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 bytes", 1: "1 byte", 4: "4 bytes", 1024: "1 KiB", 1500: "1500 bytes", 32 << 20: "32 MiB", 3 << 30: "3 GiB",
	} {
		if got := printable.Bytes(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
