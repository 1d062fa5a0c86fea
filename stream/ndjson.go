package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"mime"
	"net/http"
	"strconv"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// Lines yields the JSON values of path, one a line: NDJSON, JSON Lines, or JSON
// text sequences (RFC 7464) with a text a line. Empty lines are skipped. A T of
// []byte or string is the line itself.
//
// A line that is no JSON, or does not fit into a T, ends the loop with kind decode and
// the number of the line, as HTML does in place of lines; one of more than [MaxEvent]
// bytes ends it with kind too_large. A body that is cut off ends it with kind body,
// after every line that was whole: it is not asked for again.
func Lines[T any](ctx context.Context, c *outbound.Client, path string, opts ...outbound.CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		resp, err := askForLines(ctx, c, path, opts)
		if err != nil {
			yield(zero, err)
			return
		}
		defer resp.Body.Close()
		l := &lines{r: resp.Body, buf: make([]byte, 8<<10), bom: true, lfOnly: true}
		for n, last := 1, false; !last; n++ {
			line, err := l.next()
			if last = err == io.EOF; last {
				line, err = l.rest(), nil
			}
			if err != nil {
				yield(zero, ofBody(resp, err))
				return
			}
			line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\x1e")))
			if len(line) == 0 {
				continue
			}
			v, err := decode[T](line)
			if err != nil {
				yield(zero, failed(resp, httperror.Decode, bytes.Clone(line[:min(len(line), httperror.MaxBody)]), lineError(n, err)))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

func askForLines(ctx context.Context, c *outbound.Client, path string, opts []outbound.CallOption) (*http.Response, error) {
	all := append([]outbound.CallOption{outbound.Header("Accept", "application/x-ndjson, application/jsonl, application/json-seq")}, opts...)
	resp, err := get(ctx, c, path, all)
	if err != nil {
		return nil, err
	}
	if mt, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); mt == "text/html" || mt == "application/xhtml+xml" {
		return nil, undecodable(resp, "the body is "+mt+", not lines of JSON")
	}
	return resp, nil
}

func decode[T any](line []byte) (v T, err error) {
	switch to := any(&v).(type) {
	case *[]byte:
		*to = bytes.Clone(line)
	case *string:
		*to = string(line)
	case *json.RawMessage:
		*to = bytes.Clone(line)
	default:
		err = json.Unmarshal(line, &v)
	}
	return v, err
}

// lineError says which line err is of, and quotes nothing of it.
func lineError(n int, err error) error {
	why := "it is no JSON"
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		why = "it does not fit into " + t.Type.String()
		if t.Field != "" {
			why += " (" + t.Field + ")"
		}
	}
	return errors.New("line " + strconv.Itoa(n) + ": " + why)
}
