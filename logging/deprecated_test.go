package logging_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"example.com/outbound"
	"example.com/outbound/logging"
)

func TestADeprecatedResourceIsOneWarningPerOriginAndTemplate(t *testing.T) {
	var log bytes.Buffer
	old := status(200, `{}`, "Deprecation", "@1688169599", "Sunset", "Sun, 30 Jun 2030 23:59:59 GMT")
	c := client(t, script(old), zerolog.New(&log), []logging.Option{logging.Level(zerolog.DebugLevel), logging.Sample(100)})
	for i := range 3 {
		for _, path := range []string{"/users/%d", "/orders/6ba7b810-9dad-11d1-80b4-00c04fd430c%d", "https://other.example.com/users/%d"} {
			if _, err := outbound.Get[struct{}](ctx(), c, fmt.Sprintf(path, i)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := outbound.Get[struct{}](ctx(), c, fmt.Sprintf("/things/%c", 'a'+i), outbound.Operation("get thing")); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, line := range lines(t, log.Bytes()) {
		if line["message"] == "deprecated" {
			got = append(got, fmt.Sprint(line["level"], " ", line["url"], " ", line["deprecation"], " ", line["sunset"]))
		}
	}
	const dates = " 2023-06-30T23:59:59Z 2030-06-30T23:59:59Z"
	want := []string{
		"warn https://api.example.com/v1/users/0" + dates,
		"warn https://api.example.com/v1/orders/6ba7b810-9dad-11d1-80b4-00c04fd430c0" + dates,
		"warn https://other.example.com/users/0" + dates,
		"warn https://api.example.com/v1/things/a" + dates,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheDatesOfADeprecation(t *testing.T) {
	for value, want := range map[string]string{
		"@1688169599": "2023-06-30T23:59:59Z", "Sun, 30 Jun 2030 23:59:59 GMT": "2030-06-30T23:59:59Z", "true": "true", "@x": "@x", "token=hunter2": "token=xxxxx",
	} {
		var log bytes.Buffer
		c := client(t, script(status(404, "", "Deprecation", value)), zerolog.New(&log).Level(zerolog.InfoLevel), nil)
		_, _ = outbound.Get[struct{}](ctx(), c, "/x")
		all := lines(t, log.Bytes())
		if len(all) != 2 || all[0]["deprecation"] != want || all[0]["sunset"] != nil {
			t.Errorf("%q: got %s, want %q", value, &log, want)
		}
	}
}

// A server that deprecates every resource under a name of its own does not fill
// the memory.
func TestWarningsOfDeprecationAreBounded(t *testing.T) {
	var log bytes.Buffer
	c := client(t, script(status(200, `{}`, "Sunset", "soon")), zerolog.New(&log).Level(zerolog.WarnLevel), nil)
	for i := range 1100 {
		name := fmt.Sprintf("%c%c%c", 'a'+i/26/26, 'a'+i/26%26, 'a'+i%26)
		if _, err := outbound.Get[struct{}](ctx(), c, "/"+name); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(lines(t, log.Bytes())); n != 1000 {
		t.Errorf("got %d warnings, want 1000", n)
	}
}
