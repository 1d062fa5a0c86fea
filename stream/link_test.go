package stream_test

import (
	"net/http"
	"net/url"
	"testing"

	"example.com/outbound"
	"example.com/outbound/stream"
)

// RFC 8288, section 3, and the algorithms of its appendix B.
func TestTheNextLinkIsFoundInWhateverServersWrite(t *testing.T) {
	at := &url.URL{Scheme: "https", Host: "api.test", Path: "/users", RawQuery: "page=1"}
	for name, tt := range map[string]struct {
		fields []string
		want   string // "" = none
	}{
		"one":                                 {[]string{`<https://api.test/users?page=2>; rel="next"`}, "https://api.test/users?page=2"},
		"of several":                          {[]string{`<a>; rel="prev", <b>; rel="next", <c>; rel="last"`}, "b"},
		"in several fields":                   {[]string{`<a>; rel="prev"`, `<b>; rel="next"`}, "b"},
		"the first of two":                    {[]string{`<a>; rel=next, <b>; rel=next`}, "a"},
		"trailing commas":                     {[]string{`,, <a>; rel="prev",, <b>; rel="next",`}, "b"},
		"a comma in the address":              {[]string{`<a?x=1,2>; rel="prev", <b?x=1,2;3>; rel="next"`}, "b?x=1,2;3"},
		"a quoted comma":                      {[]string{`<a>; title="one, two"; rel="prev", <b>; title="x, <c>; rel=next"; rel="next"`}, "b"},
		"a quoted semicolon":                  {[]string{`<a>; title="; rel=next"; rel="prev"`}, ""},
		"a quoted quote":                      {[]string{`<a>; title="\", <b>; rel=next"; rel="prev"`}, ""},
		"a quote that does not end":           {[]string{`<a>; title="x, <b>; rel=next`}, ""},
		"a list of relations":                 {[]string{`<a>; rel="prefetch  next"`}, "a"},
		"part of another relation":            {[]string{`<a>; rel="next-archive", <b>; rel="http://x.test/next"`}, ""},
		"in upper case":                       {[]string{`<a>; REL="NEXT"`}, "a"},
		"a token":                             {[]string{`<a>;rel=next`}, "a"},
		"blanks around everything":            {[]string{"  < a > \t; \t rel = \"next\" ; x "}, "a"},
		"the first rel counts":                {[]string{`<a>; rel="prev"; rel="next"`}, ""},
		"an empty rel":                        {[]string{`<a>; rel=""; rel="next"`}, ""},
		"no rel":                              {[]string{`<a>`}, ""},
		"rel in another parameter":            {[]string{`<a>; rev="next"; x-rel=next`}, ""},
		"an anchor elsewhere":                 {[]string{`<a>; rel="next"; anchor="/other", <b>; rel="next"`}, "b"},
		"an anchor in the page":               {[]string{`<a>; anchor="#part"; rel="next"`}, ""},
		"an anchor that is the page":          {[]string{`<a>; anchor="/users?page=1"; rel="next"`}, "a"},
		"an empty anchor, which is this page": {[]string{`<a>; anchor=""; rel="next"`}, "a"},
		"an anchor that is no URL":            {[]string{`<a>; anchor="%zz"; rel="next"`}, ""},
		"no bracket at the end":               {[]string{`<a; rel="next"`}, ""},
		"no brackets":                         {[]string{`a; rel="next"`}, ""},
		"nothing":                             {[]string{``}, ""},
		"no field":                            {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := stream.NextLink[int]()(0, outbound.ResponseMeta{URL: at, Header: http.Header{"Link": tt.fields}})
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("got %q, %t, want %q", got, ok, tt.want)
			}
		})
	}
}
