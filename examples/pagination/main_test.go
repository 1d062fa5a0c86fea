package main

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
)

func TestTheProgramPrintsAllPages(t *testing.T) {
	var out strings.Builder
	if err := run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Fields(out.String()), "anvil bellows crucible die ember"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestALoopThatBreaksAsksForNoMorePages(t *testing.T) {
	client, m := mock.New(t)
	m.On(http.MethodGet, "https://forge.example.com/repos",
		mock.JSON(200, []Repository{{"anvil"}, {"bellows"}}).With("Link", `</repos?page=2>; rel=next`))
	for repo, err := range All[Repository](t.Context(), client, "https://forge.example.com/repos") {
		if err != nil || repo.Name != "anvil" {
			t.Errorf("got %v, %v, want anvil", repo, err)
		}
		break
	}
}

func TestAPageThatFailsEndsTheRow(t *testing.T) {
	client, m := mock.New(t)
	m.On(http.MethodGet, "https://forge.example.com/repos", mock.Status(403))
	rows := 0
	for _, err := range All[Repository](t.Context(), client, "https://forge.example.com/repos") {
		rows++
		var he *outbound.HTTPError
		if !errors.As(err, &he) || !errors.Is(err, httperror.Status(403)) {
			t.Errorf("got %v, want a 403", err)
		}
	}
	if rows != 1 {
		t.Errorf("got %d rows, want 1", rows)
	}
}

func TestTheNextPageIsFoundInTheLinkField(t *testing.T) {
	tests := map[string]struct {
		fields []string
		want   string
	}{
		"none":                    {nil, ""},
		"another relation":        {[]string{`<https://a.example.com/1>; rel="prev"`}, ""},
		"absolute":                {[]string{`<https://b.example.com/2>; rel="next"`}, "https://b.example.com/2"},
		"relative to the page":    {[]string{`<?page=2>; rel=next`}, "https://a.example.com/list?page=2"},
		"among others":            {[]string{`</1>; rel=prev, </2,2>; title="a, b"; REL="last next"`}, "https://a.example.com/2,2"},
		"in a field of its own":   {[]string{`</1>; rel=prev`, `</2>; rel=next`}, "https://a.example.com/2"},
		"a title that says so":    {[]string{`</1>; title="; rel=next"`}, ""},
		"without any parameter":   {[]string{`</1>`}, ""},
		"what is no link at all":  {[]string{`next`}, ""},
		"an address that is none": {[]string{`<:>; rel=next`}, "error"},
	}
	page, _ := url.Parse("https://a.example.com/list")
	for name, tt := range tests {
		got, err := next(page, tt.fields)
		switch {
		case tt.want == "error" && err == nil, tt.want != "error" && err != nil:
			t.Errorf("%s: got %v, %v, want %s", name, got, err, tt.want)
		case err == nil && (got == nil) != (tt.want == ""), got != nil && got.String() != tt.want:
			t.Errorf("%s: got %v, want %s", name, got, tt.want)
		}
	}
}
