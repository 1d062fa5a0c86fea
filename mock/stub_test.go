package mock_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/outbound/mock"
)

// A stub and a request, and what the test's end says of the request if the stub
// does not take it.
func TestAStubTakesWhatItNames(t *testing.T) {
	type stub = func(*mock.Transport) *mock.Stub
	on := func(method, url string) stub {
		return func(m *mock.Transport) *mock.Stub { return m.On(method, url) }
	}
	for _, c := range []struct {
		name   string
		stub   stub
		method string
		url    string
		body   string
		header []string
		miss   string // "" = it matches
	}{
		{"a path at any host", on("GET", "/a"), "GET", "http://elsewhere.test/a", "", nil, ""},
		{"an absolute URL", on("GET", api+"/a"), "GET", api + "/a", "", nil, ""},
		{"a host in capitals and the scheme's own port", on("GET", "https://API.test:443/a"), "GET", api + "/a", "", nil, ""},
		{"another host", on("GET", api+"/a"), "GET", "https://other.test/a", "", nil, "host: want https://api.test, got https://other.test"},
		{"another port", on("GET", api+":8443/a"), "GET", api + "/a", "", nil, "host: want https://api.test:8443, got https://api.test"},
		{"another scheme", on("GET", api+"/a"), "GET", "http://api.test/a", "", nil, "host: want https://api.test, got http://api.test"},
		{"a host without a path", on("GET", api), "GET", api + "/", "", nil, ""},
		{"the method in lower case", on("get", "/a"), "GET", api + "/a", "", nil, ""},
		{"every method", on("", "/a"), "PATCH", api + "/a", "", nil, ""},
		{"another method", on("GET", "/a"), "POST", api + "/a", "", nil, "method: want GET, got POST"},
		{"a segment by name", on("GET", "/users/{id}/name"), "GET", api + "/users/42/name", "", nil, ""},
		{"an empty segment", on("GET", "/users/{id}"), "GET", api + "/users/", "", nil, "path: want /users/{id}, got /users/"},
		{"one segment too many", on("GET", "/users/{id}"), "GET", api + "/users/42/x", "", nil, "path: want /users/{id}, got /users/42/x"},
		{"one segment too few", on("GET", "/users/{id}/x"), "GET", api + "/users/42", "", nil, "path: want /users/{id}/x, got /users/42"},
		{"a slash at the end", on("GET", "/a"), "GET", api + "/a/", "", nil, "path: want /a, got /a/"},
		{"an escaped slash is no border", on("GET", "/files/{name}"), "GET", api + "/files/a%2Fb", "", nil, ""},
		{"an escaped letter is the letter", on("GET", "/%61"), "GET", api + "/a", "", nil, ""},
		{"all that follows", on("GET", "/files/{path...}"), "GET", api + "/files/a/b/c", "", nil, ""},
		{"nothing follows", on("GET", "/files/{path...}"), "GET", api + "/files", "", nil, ""},
		{"a query in the URL", on("GET", "/a?b=1"), "GET", api + "/a?c=2&b=1", "", nil, ""},
		{"another query in the URL", on("GET", "/a?b=1"), "GET", api + "/a?b=2", "", nil, `query b: want "1", got another value`},
		{"a query parameter", query("b", "1"), "GET", api + "/a?b=0&b=1", "", nil, ""},
		{"a missing query parameter", query("b", "1"), "GET", api + "/a", "", nil, "query b: it is missing"},
		{"a secret query parameter", query("api_key", "s3cret"), "GET", api + "/a?api_key=hunter2", "", nil, "query api_key: want xxxxx, got another value"},
		{"a header field", header("X-Tenant", "blue"), "GET", api + "/a", "", []string{"x-tenant", "blue"}, ""},
		{"another header field", header("X-Tenant", "blue"), "GET", api + "/a", "", []string{"X-Tenant", "red"}, `header X-Tenant: want "blue", got another value`},
		{"another harmless header field", header("Accept", "text/html"), "GET", api + "/a", "", []string{"Accept", "text/plain"}, `header Accept: want "text/html", got ["text/plain"]`},
		{"a secret header field", header("Authorization", "Bearer s3cret"), "GET", api + "/a", "", []string{"Authorization", "Bearer hunter2"}, "header Authorization: want xxxxx, got another value"},
		{"the host of the URL", header("Host", "api.test"), "GET", api + "/a", "", nil, ""},
		{"another host than the field's", header("host", "mock.test"), "GET", api + "/a", "", nil, `header host: want "mock.test", got ["api.test"]`},
		{"the length of the body", header("Content-Length", "5"), "POST", api + "/a", "hello", nil, ""},
		{"a segment with an escaped brace", on("GET", "/a%7Bb%7D"), "GET", api + "/a{b}", "", nil, ""},
		{"JSON and something after it", json(`{"a":1}`), "POST", api + "/a", `{"a":1} garbage {"b`, nil, "body: want JSON, got 19 bytes that are not"},
		{"two JSON values", json(`{"a":1}`), "POST", api + "/a", `{"a":1}{"a":1}`, nil, "body: want JSON"},
		{"a large number", json(`{"id":9007199254740993}`), "POST", api + "/a", `{"id":9007199254740993}`, nil, ""},
		{"a large number that differs by one", json(`{"id":9007199254740993}`), "POST", api + "/a", `{"id":9007199254740992}`, nil, "body $.id: want 9007199254740993, got 9007199254740992"},
		{"a JSON body with more in it", json(`{"a":1,"b":[{"c":"x"}]}`), "POST", api + "/a", `{"b":[{"c":"x","d":0}],"a":1.0,"e":null}`, nil, ""},
		{"another value", json(`{"a":{"b":1}}`), "POST", api + "/a", `{"a":{"b":2}}`, nil, "body $.a.b: want 1, got 2"},
		{"another type", json(`{"a":{"b":1}}`), "POST", api + "/a", `{"a":[1]}`, nil, `body $.a: want {"b":1}, got [1]`},
		{"a missing member", json(`{"a":{"b":null}}`), "POST", api + "/a", `{"a":{}}`, nil, "body $.a.b: it is missing"},
		{"another number of elements", json(`[1,2]`), "POST", api + "/a", `[1]`, nil, "body $: want 2 elements, got 1"},
		{"another element", json(`[1,2]`), "POST", api + "/a", `[1,3]`, nil, "body $[1]: want 2, got 3"},
		{"a secret member", json(`{"password":"s3cret"}`), "POST", api + "/a", `{"password":"hunter2"}`, nil, "body $.password: want xxxxx, got another value"},
		{"a secret beneath another type", json(`{"a":1}`), "POST", api + "/a", `{"a":{"token":"hunter2"}}`, nil, `body $.a: want 1, got {"token":"xxxxx"}`},
		{"no JSON", json(`{}`), "POST", api + "/a", "hello", nil, "body: want JSON, got 5 bytes that are not"},
		{"no body", json(`{}`), "POST", api + "/a", "", nil, "body: want JSON, got 0 bytes that are not"},
		{"a function", where(true), "POST", api + "/a", "hello", nil, ""},
		{"a function that says no", where(false), "POST", api + "/a", "hello", nil, "the moon: it does not hold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &spy{TB: t}
			m := mock.NewTransport(s)
			c.stub(m)
			resp, err := ask(t, m, c.method, c.url, c.body, c.header...)
			if err == nil {
				_ = resp.Body.Close()
			}
			said := s.end()
			if (err == nil) != (c.miss == "") || !strings.Contains(said, c.miss) || c.miss == "" && said != "" {
				t.Errorf("got %v and\n%s\nwant %q in it", err, said, c.miss)
			}
			for _, secret := range []string{"s3cret", "hunter2"} {
				if strings.Contains(said, secret) {
					t.Errorf("a secret is in the message:\n%s", said)
				}
			}
		})
	}
}

func query(name, value string) func(*mock.Transport) *mock.Stub {
	return func(m *mock.Transport) *mock.Stub { return m.On("", "/a").Query(name, value) }
}

func header(name, value string) func(*mock.Transport) *mock.Stub {
	return func(m *mock.Transport) *mock.Stub { return m.On("", "/a").Header(name, value) }
}

func json(text string) func(*mock.Transport) *mock.Stub {
	return func(m *mock.Transport) *mock.Stub { return m.On("", "/a").JSON(raw(text)) }
}

// raw is JSON as it stands.
type raw string

func (r raw) MarshalJSON() ([]byte, error) { return []byte(r), nil }

func where(ok bool) func(*mock.Transport) *mock.Stub {
	return func(m *mock.Transport) *mock.Stub {
		return m.On("", "/a").Where("the moon", func(req *http.Request) bool {
			body := make([]byte, 5)
			n, _ := req.Body.Read(body)
			return ok && string(body[:n]) == "hello"
		})
	}
}

func TestAMistakeInAStubFailsTheTestAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		make func(m *mock.Transport)
		want string
	}{
		"neither a URL nor a path":     {func(m *mock.Transport) { m.On("GET", "users") }, "neither absolute nor a path"},
		"a regular expression":         {func(m *mock.Transport) { m.On("GET", "=~/users") }, "use RegisterResponder"},
		"another scheme":               {func(m *mock.Transport) { m.On("GET", "ftp://a/b") }, "neither absolute"},
		"user info":                    {func(m *mock.Transport) { m.On("GET", "https://u:s3cret@a/b") }, "neither absolute"},
		"a fragment":                   {func(m *mock.Transport) { m.On("GET", "/a#b") }, "neither absolute"},
		"a query that is none":         {func(m *mock.Transport) { m.On("GET", "/a?%zz") }, "invalid"},
		"a value that is no JSON":      {func(m *mock.Transport) { m.On("GET", "/a", mock.JSON(200, func() {})) }, "unsupported type"},
		"a file that is not there":     {func(m *mock.Transport) { m.On("GET", "/a", mock.File(200, "testdata/nowhere")) }, "nowhere"},
		"a pattern with a suffix":      {func(m *mock.Transport) { m.On("GET", "/files/{name}.json") }, "a pattern is a whole segment"},
		"a pattern with a prefix":      {func(m *mock.Transport) { m.On("GET", "/v{n}/x") }, "a pattern is a whole segment"},
		"two patterns in a segment":    {func(m *mock.Transport) { m.On("GET", "/{a}{b}") }, "a pattern is a whole segment"},
		"a brace that is not closed":   {func(m *mock.Transport) { m.AssertOrder("GET /{a") }, "a pattern is a whole segment"},
		"a pattern without a name":     {func(m *mock.Transport) { m.Calls("GET", "/x/{}") }, "has no name"},
		"a rest without a name":        {func(m *mock.Transport) { m.On("GET", "/x/{...}") }, "has no name"},
		"a rest in the middle":         {func(m *mock.Transport) { m.On("GET", "/{rest...}/x") }, "not the last segment"},
		"a pattern in the host":        {func(m *mock.Transport) { m.On("GET", "https://{shop}.test/x") }, "the host has a brace"},
		"a status of 0":                {func(m *mock.Transport) { m.On("GET", "/a", mock.Status(0)) }, "0 is no status"},
		"a negative status":            {func(m *mock.Transport) { m.On("GET", "/a", mock.Text(-1, "")) }, "-1 is no status"},
		"a status of four digits":      {func(m *mock.Transport) { m.On("GET", "/a", mock.Truncated(1000, "x", 0)) }, "1000 is no status"},
		"a stream with status 99":      {func(m *mock.Transport) { m.On("GET", "/a", mock.Stream(99, strings.NewReader(""))) }, "99 is no status"},
		"a slow interim answer":        {func(m *mock.Transport) { m.On("GET", "/a", mock.SlowBody(103, "", 0)) }, "interim"},
		"a server without workers":     {func(m *mock.Transport) { m.On("GET", "/a", mock.Overload(0, 1)) }, "at least 1 worker"},
		"a zero reply":                 {func(m *mock.Transport) { m.On("GET", "/a", mock.Reply{}) }, "zero Reply"},
		"a reply for fewer than once":  {func(m *mock.Transport) { m.On("GET", "/a", mock.Status(200).Times(-1)) }, "Times(-1)"},
		"a stub for fewer than once":   {func(m *mock.Transport) { m.On("GET", "/a").Times(0) }, "Times(0)"},
		"a body that is no JSON":       {func(m *mock.Transport) { m.On("GET", "/a").JSON(make(chan int)) }, "unsupported type"},
		"a call count of no URL":       {func(m *mock.Transport) { m.Calls("GET", "users") }, "neither absolute"},
		"an order of something else":   {func(m *mock.Transport) { m.AssertOrder("GET users") }, "neither absolute"},
		"an interim answer as the end": {func(m *mock.Transport) { m.On("GET", "/a", mock.Status(103)) }, "103"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &spy{TB: t}
			m := mock.NewTransport(s)
			got := s.fatal(func() { c.make(m) })
			if !strings.Contains(got, c.want) || strings.Contains(got, "s3cret") {
				t.Errorf("got %q, want %q in it and no secret", got, c.want)
			}
		})
	}
}

func TestWhereIsAskedForItsURLOnly(t *testing.T) {
	m := mock.NewTransport(t)
	m.On("POST", "/a").AnyTimes().Where("never", func(req *http.Request) bool {
		t.Errorf("it was asked for %s", req.URL)
		return false
	})
	m.On("POST", "/b").JSON(map[string]int{})
	m.On("GET", "/a")
	wantBody(t, m, "POST", api+"/b", "{}", "")
	wantBody(t, m, "GET", api+"/a", "", "")
}
