package jsonequal_test

import (
	"encoding/json"
	"strings"
	"testing"

	"example.com/outbound/internal/jsonequal"
)

func TestNumbersAreComparedByTheirExactValue(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"1", "1.0", true}, {"1", "10e-1", true}, {"1.50", "1.5", true}, {"120", "1.2E+2", true},
		{"0", "-0.000e9", true}, {"1e400", "10e399", true}, {"0.001", "1e-3", true},
		{"9007199254740993", "9007199254740992", false}, {"0.1", "0.10000000000000000001", false},
		{"1e400", "1e401", false}, {"1", "-1", false}, {"1", "10", false}, {"1e99999999999999999999", "1e99999999999999999998", false},
		{"0", "null", false}, {"1", `"1"`, false}, {"[]", "{}", false}, {"null", "[]", false},
		{`{"a":1,"b":[1,2]}`, `{"b":[1.0,2],"a":1e0}`, true}, {"[1,2]", "[2,1]", false}, {`{"a":1}`, `{"a":1,"b":2}`, false},
	} {
		a, err1 := jsonequal.Decode([]byte(c.a))
		b, err2 := jsonequal.Decode([]byte(c.b))
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if jsonequal.Equal(a, b) != c.same || jsonequal.Equal(b, a) != c.same {
			t.Errorf("%s and %s: want equal %v", c.a, c.b, c.same)
		}
	}
}

func TestWhatFollowsTheValueIsNotJSON(t *testing.T) {
	for _, text := range []string{``, ` `, `{"a":1} garbage`, `{} {}`, `1 2`, `[1]]`, `{"a":1}}`, "nul"} {
		if v, err := jsonequal.Decode([]byte(text)); err == nil {
			t.Errorf("%q: got %v, want an error", text, v)
		}
	}
	if _, err := jsonequal.Decode([]byte(" {} \n")); err != nil {
		t.Errorf("got %v, want spaces allowed", err)
	}
}

func FuzzANumberEqualsItselfHoweverItIsWritten(f *testing.F) {
	f.Add("12.5e3")
	f.Add("-0.0")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.TrimSpace(text)
		v, err := jsonequal.Decode([]byte(text))
		n, ok := v.(json.Number)
		if err != nil || !ok {
			return
		}
		if !strings.ContainsAny(text, "eE") && !jsonequal.Equal(n, n+"e0") {
			t.Errorf("%s is not equal to %se0", n, n)
		}
		if i, err := n.Int64(); err == nil {
			again, _ := json.Marshal(i)
			if !jsonequal.Equal(n, json.Number(again)) {
				t.Errorf("%s is not equal to %s", n, again)
			}
		}
	})
}
