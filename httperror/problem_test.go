package httperror_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"example.com/outbound/httperror"
)

func TestParseProblem(t *testing.T) {
	const media = "application/problem+json; charset=utf-8"
	for _, test := range []struct {
		name, media, body string
		want              *httperror.Problem
	}{
		{"every member", media, `{"type":"t","title":"T","detail":"d","instance":"/i","status":403,"balance":30}`,
			&httperror.Problem{Type: "t", Title: "T", Detail: "d", Instance: "/i", Status: 403, Extensions: map[string]any{"balance": 30.0}}},
		{"an absent type is about:blank", media, `{}`, &httperror.Problem{Type: "about:blank"}},
		{"a member of the wrong type is ignored", media, `{"type":"t","title":7,"status":"403"}`, &httperror.Problem{Type: "t"}},
		{"a status that is no whole number is ignored", media, `{"type":"t","status":403.5}`, &httperror.Problem{Type: "t"}},
		{"plain JSON is no problem", "application/json", `{"title":"T"}`, nil},
		{"a list is no problem", media, `[1]`, nil},
		{"null is no problem", media, `null`, nil},
		{"half a body is no problem", media, `{"title":`, nil},
		{"a bad media type is no problem", "a/b/c;", `{"title":"T"}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := httperror.ParseProblem(test.media, []byte(test.body)); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

// FuzzProblem: never a panic, and a problem is found exactly in a JSON object.
func FuzzProblem(f *testing.F) {
	for _, s := range []string{`{}`, `{"title":"x","status":1e400}`, `null`, `[{}]`, `{"status":-0}`, "\xef\xbb\xbf{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		p := httperror.ParseProblem("application/problem+json", body)
		var object map[string]json.RawMessage
		is := json.Unmarshal(body, &object) == nil && object != nil
		if (p != nil) != is {
			t.Errorf("%q: got %+v, is an object: %v", body, p, is)
		}
	})
}
