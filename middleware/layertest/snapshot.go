package layertest

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
)

// snapshot is the caller's request as it was, down to what its pointers lead to.
type snapshot struct {
	shallow         http.Request
	url             url.URL
	header, trailer map[string][]string
}

func snap(req *http.Request) snapshot {
	return snapshot{shallow: *req, url: *req.URL, header: deep(req.Header), trailer: deep(req.Trailer)}
}

// changed says what differs in req, "" for nothing.
func (s snapshot) changed(req *http.Request) string {
	was, is := s.shallow, *req
	switch {
	case is.Context() != was.Context():
		return "its context was replaced"
	case is.URL != was.URL || *is.URL != s.url:
		return fmt.Sprintf("its URL is %q, was %q", is.URL, &s.url)
	case reflect.ValueOf(is.Header).Pointer() != reflect.ValueOf(was.Header).Pointer():
		return "its header map was replaced"
	case is.Body != was.Body:
		return "its Body was replaced"
	case (is.GetBody == nil) != (was.GetBody == nil):
		return "its GetBody was set or removed"
	}
	if name, ok := differs(s.header, is.Header); ok {
		return fmt.Sprintf("its header field %q was changed", name)
	}
	if name, ok := differs(s.trailer, is.Trailer); ok {
		return fmt.Sprintf("its trailer field %q was changed", name)
	}
	for _, f := range []struct {
		name    string
		was, is any
	}{
		{"Method", was.Method, is.Method}, {"Host", was.Host, is.Host}, {"Close", was.Close, is.Close},
		{"ContentLength", was.ContentLength, is.ContentLength}, {"TransferEncoding", was.TransferEncoding, is.TransferEncoding},
		{"Form", was.Form, is.Form}, {"PostForm", was.PostForm, is.PostForm}, {"RequestURI", was.RequestURI, is.RequestURI},
	} {
		if !reflect.DeepEqual(f.was, f.is) {
			return fmt.Sprintf("its %s is %v, was %v", f.name, f.is, f.was)
		}
	}
	return ""
}

// deep copies a header with the room behind its values.
func deep(h http.Header) map[string][]string {
	out := make(map[string][]string, len(h))
	for name, values := range h {
		out[name] = append([]string(nil), values[:cap(values)]...)
	}
	return out
}

// differs is the name of a field that is not as it was.
func differs(was map[string][]string, h http.Header) (string, bool) {
	is := deep(h)
	for name := range is {
		if _, has := was[name]; !has {
			return name, true
		}
	}
	for name, values := range was {
		if !reflect.DeepEqual(values, is[name]) {
			return name, true
		}
	}
	return "", false
}
