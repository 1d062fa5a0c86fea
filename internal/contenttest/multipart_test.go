package contenttest

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/go-resty/resty/v2"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/retry"
)

// parts are those of a multipart body: disposition, type and content of each.
func parts(t *testing.T, r doortest.OnWire) (all []string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		t.Fatalf("the Content-Type %q: %v", r.Header.Get("Content-Type"), err)
	}
	mr := multipart.NewReader(strings.NewReader(r.Body), params["boundary"])
	for {
		p, err := mr.NextRawPart()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("the body %q: %v", r.Body, err)
		}
		body, _ := io.ReadAll(p)
		all = append(all, p.Header.Get("Content-Disposition")+"|"+p.Header.Get("Content-Type")+"|"+string(body))
		if len(p.Header) > 2 {
			t.Errorf("a part has the fields %v", p.Header)
		}
	}
}

// waysOfTyped are the ways a typed call is built.
func waysOfTyped() map[string][]outbound.Option {
	return map[string][]outbound.Option{"plain": nil, "under WithResty": {outbound.WithResty(func(*resty.Client) {})}}
}

func TestAMultipartBodyIsSentAsABrowserWould(t *testing.T) {
	stream := func(s string) io.Reader { return io.MultiReader(strings.NewReader(s)) }
	file := func(f outbound.File) outbound.Multipart { return outbound.Multipart{Files: []outbound.File{f}} }
	octets := "application/octet-stream"
	for _, c := range []struct {
		name    string
		body    any
		want    []string
		chunked bool
	}{
		{"nothing", outbound.Multipart{}, nil, false},
		{"fields in order", outbound.Multipart{Fields: url.Values{"b": {"2"}, "a": {"1", "\r\n--x"}}}, []string{`form-data; name="a"||1`, "form-data; name=\"a\"||\r\n--x", `form-data; name="b"||2`}, false},
		{"a field and a file, by pointer", &outbound.Multipart{Fields: url.Values{"a": {"1"}}, Files: []outbound.File{{Field: "f", Name: "x.txt", ContentType: "text/plain; charset=utf-8", Body: strings.NewReader("content")}}},
			[]string{`form-data; name="a"||1`, `form-data; name="f"; filename="x.txt"|text/plain; charset=utf-8|content`}, false},
		{"a file without a name", file(outbound.File{Field: "f", Body: strings.NewReader("x")}), []string{`form-data; name="f"|` + octets + "|x"}, false},
		{"an empty file", file(outbound.File{Field: "f", Name: "x", Body: strings.NewReader("")}), []string{`form-data; name="f"; filename="x"|` + octets + "|"}, false},
		{"a buffer", file(outbound.File{Field: "f", Name: "x", Body: bytes.NewBufferString("x")}), []string{`form-data; name="f"; filename="x"|` + octets + "|x"}, false},
		{"a seeker", file(outbound.File{Field: "f", Name: "x", Body: &seeker{ReadSeeker: strings.NewReader("x")}}), []string{`form-data; name="f"; filename="x"|` + octets + "|x"}, false},
		{"binary content", file(outbound.File{Field: "f", Name: "x", Body: strings.NewReader("\x00\xff\r\n")}), []string{`form-data; name="f"; filename="x"|` + octets + "|\x00\xff\r\n"}, false},
		{"a stream of a known size", file(outbound.File{Field: "f", Name: "x", Body: stream("four"), Size: 4}), []string{`form-data; name="f"; filename="x"|` + octets + "|four"}, false},
		{"a stream", file(outbound.File{Field: "f", Name: "x", Body: stream("four")}), []string{`form-data; name="f"; filename="x"|` + octets + "|four"}, true},
		{"quotes and line ends", file(outbound.File{Field: "a\"b\r\nX: 1", Name: `c";d="` + "\r\n\r\n", Body: strings.NewReader("x")}),
			[]string{`form-data; name="a%22b%0D%0AX: 1"; filename="c%22;d=%22%0D%0A%0D%0A"|` + octets + "|x"}, false},
		{"names that are not ASCII, and a backslash", file(outbound.File{Field: "ü", Name: `C:\日本.txt`, Body: strings.NewReader("x")}), []string{`form-data; name="ü"; filename="C:\日本.txt"|` + octets + "|x"}, false},
		{"a large file", file(outbound.File{Field: "f", Body: strings.NewReader(strings.Repeat("x", 3<<20))}), []string{`form-data; name="f"|` + octets + "|" + strings.Repeat("x", 3<<20)}, false},
	} {
		for way, opts := range waysOfTyped() {
			t.Run(c.name+", "+way, func(t *testing.T) {
				if way != "plain" && strings.Contains(c.name, "stream") || way != "plain" && strings.Contains(c.name, "buffer") {
					return // read by the first of the two
				}
				s := doortest.NewWire(t, nil)
				client := doortest.NewClient(t, append(opts, outbound.WithBaseURL(s.URL), outbound.WithHeader("Content-Type", "application/json"))...)
				rewind(c.body)
				if _, err := outbound.Post[struct{}](t.Context(), client, "/", c.body); err != nil {
					t.Fatal(err)
				}
				got := s.Only(t)
				if all := parts(t, got); strings.Join(all, "\n") != strings.Join(c.want, "\n") {
					t.Errorf("got the parts %.300q, want %.300q", all, c.want)
				}
				if got.Length != int64(len(got.Body)) && !c.chunked || c.chunked && got.Length != -1 {
					t.Errorf("got the length %d of %d bytes, chunked %v", got.Length, len(got.Body), c.chunked)
				}
			})
		}
	}
}

// rewind lets the files of a body begin anew.
func rewind(body any) {
	if m, ok := body.(outbound.Multipart); ok {
		for _, f := range m.Files {
			if s, ok := f.Body.(io.Seeker); ok {
				_, _ = s.Seek(0, io.SeekStart)
			}
		}
	}
}

func TestAMultipartBodyThatCannotBeIsRefusedBeforeTheSend(t *testing.T) {
	ok := outbound.File{Field: "f", Name: "x", Body: strings.NewReader("four")}
	with := func(change func(*outbound.File)) outbound.Multipart {
		f := ok
		change(&f)
		closed := &seeker{ReadSeeker: strings.NewReader("x")}
		return outbound.Multipart{Files: []outbound.File{{Field: "first", Body: closed}, f}}
	}
	for name, body := range map[string]any{
		"a nil pointer":               (*outbound.Multipart)(nil),
		"no field":                    with(func(f *outbound.File) { f.Field = "" }),
		"no name of a field":          outbound.Multipart{Fields: url.Values{"": {"1"}}},
		"no body":                     with(func(f *outbound.File) { f.Body = nil }),
		"a body that is a nil file":   with(func(f *outbound.File) { f.Body = (*os.File)(nil) }),
		"a NUL in a field":            with(func(f *outbound.File) { f.Field = "a\x00b" }),
		"a NUL in a name":             with(func(f *outbound.File) { f.Name = "a\x00b" }),
		"an escape in a name":         with(func(f *outbound.File) { f.Name = "a\x1bb" }),
		"a NUL in the name of a text": outbound.Multipart{Fields: url.Values{"a\x00": {"1"}}},
		"a line end in a type":        with(func(f *outbound.File) { f.ContentType = "text/plain\r\nX: 1" }),
		"a type that is none":         with(func(f *outbound.File) { f.ContentType = "text plain" }),
		"a smaller size":              with(func(f *outbound.File) { f.Size = 3 }),
		"a larger size":               with(func(f *outbound.File) { f.Size = 5 }),
		"a negative size":             with(func(f *outbound.File) { f.Size = -1 }),
		"a size of an empty body":     with(func(f *outbound.File) { f.Body = strings.NewReader(""); f.Size = 1 }),
		"a negative size of a stream": with(func(f *outbound.File) { f.Body = io.MultiReader(); f.Size = -1 }),
	} {
		for way, opts := range waysOfTyped() {
			t.Run(name+", "+way, func(t *testing.T) {
				s := doortest.NewWire(t, nil)
				c := doortest.NewClient(t, append(opts, outbound.WithBaseURL(s.URL))...)
				_, err := outbound.Post[struct{}](t.Context(), c, "/", body)
				if e := doortest.WantKind(t, err, httperror.Request); e.Delivery != httperror.NotSent || strings.ContainsAny(err.Error(), "\r\n\x00") {
					t.Errorf("got %q, delivery %s", err, e.Delivery)
				}
				if m, ok := body.(outbound.Multipart); ok && len(m.Files) > 0 && m.Files[0].Body.(*seeker).closed == 0 {
					t.Error("a file was left open")
				}
				if n := len(s.Requests()); n != 0 {
					t.Errorf("%d requests were sent", n)
				}
			})
		}
	}
}

func TestAStreamWithAWrongSizeIsAnErrorOfKindRequest(t *testing.T) {
	for _, size := range []int64{1, 3, 5, 1 << 20} {
		s := doortest.NewWire(t, nil)
		c := doortest.NewClient(t, outbound.WithBaseURL(s.URL), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
		_, err := outbound.Put[struct{}](t.Context(), c, "/", outbound.Multipart{Files: []outbound.File{{Field: "f", Body: io.MultiReader(strings.NewReader("four")), Size: size}}})
		if e := doortest.WantKind(t, err, httperror.Request); e.Attempts > 1 {
			t.Errorf("size %d: got %d attempts of a body that can be read once", size, e.Attempts)
		}
	}
}

func TestAMultipartBodyIsSentAgainIfEveryFileCanSeek(t *testing.T) {
	for way, opts := range waysOfTyped() {
		n := 0
		s := doortest.NewWire(t, func(w http.ResponseWriter, r *http.Request) {
			switch n++; n {
			case 1:
				http.Redirect(w, r, "/to", http.StatusPermanentRedirect)
			case 2:
				w.WriteHeader(503)
			}
		})
		file := &seeker{ReadSeeker: strings.NewReader(alphabet)}
		body := outbound.Multipart{Fields: url.Values{"a": {"1"}}, Files: []outbound.File{{Field: "f", Body: file}, {Field: "g", Body: bytes.NewBufferString("x")}}}
		c := doortest.NewClient(t, append(opts, outbound.WithBaseURL(s.URL), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))...)
		if _, err := outbound.Put[struct{}](t.Context(), c, "/", body); err != nil {
			t.Fatalf("%s: %v", way, err)
		}
		all := s.Requests()
		if len(all) != 3 || all[0].Body != all[1].Body || all[1].Body != all[2].Body || !strings.Contains(all[2].Body, alphabet) {
			t.Errorf("%s: got %d requests, want the same body three times", way, len(all))
		}
		if file.closed != 1 {
			t.Errorf("%s: the file was closed %d times, want once", way, file.closed)
		}
	}
	s := doortest.NewWire(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) })
	c := doortest.NewClient(t, outbound.WithBaseURL(s.URL), outbound.WithRetry(retry.Policy{Wait: retry.Constant(0)}))
	_, err := outbound.Put[struct{}](t.Context(), c, "/", outbound.Multipart{Files: []outbound.File{{Field: "f", Body: io.MultiReader(strings.NewReader("x"))}}})
	if e := doortest.WantKind(t, err, httperror.ServerStatus); e.Attempts != 1 || e.Reason != "body" {
		t.Errorf("got %d attempts, reason %q, want 1 of a body that can be read once", e.Attempts, e.Reason)
	}
}

func TestTheTypeOfAMultipartBodyKeepsItsBoundary(t *testing.T) {
	for kind, ok := range map[string]bool{
		"multipart/related": true, "multipart/mixed; type=a": true,
		"application/json": false, "multipart/form-data; boundary=x": false, "": false, "multipart": false,
	} {
		s := doortest.NewWire(t, nil)
		_, err := outbound.Post[struct{}](t.Context(), doortest.NewClient(t, outbound.WithBaseURL(s.URL)), "/", outbound.Multipart{Fields: url.Values{"a": {"1"}}}, outbound.Header("Content-Type", kind))
		if !ok {
			doortest.WantKind(t, err, httperror.Request)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Only(t); !strings.HasPrefix(got.Header.Get("Content-Type"), kind+"; boundary=") || len(parts(t, got)) != 1 {
			t.Errorf("got the type %q of %q", got.Header.Get("Content-Type"), got.Body)
		}
	}
}
