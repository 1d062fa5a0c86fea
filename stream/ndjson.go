package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// Lines yields the JSON values of path, one a line: NDJSON, JSON Lines, or JSON
// text sequences (RFC 7464). Empty lines are skipped. A line that is no JSON, or
// does not fit into a T, ends the loop with kind decode and the number of the line;
// a body that is cut off ends it with kind body, after every line that was whole.
func Lines[T any](ctx context.Context, c *outbound.Client, path string, opts ...outbound.CallOption) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		all := append([]outbound.CallOption{outbound.Header("Accept", "application/x-ndjson, application/jsonl, application/json-seq")}, opts...)
		resp, err := get(ctx, c, path, all)
		if err != nil {
			yield(zero, err)
			return
		}
		defer resp.Body.Close()
		l := &lines{r: resp.Body, buf: make([]byte, 8<<10), bom: true, lfOnly: true}
		for n := 1; ; n++ {
			line, err := l.next()
			last := err == io.EOF
			if last {
				line, err = l.rest(), nil
			}
			if err != nil {
				yield(zero, err)
				return
			}
			line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\x1e")))
			if len(line) > 0 {
				v, err := decode[T](line)
				if err != nil {
					yield(zero, lineError(n, err))
					return
				}
				if !yield(v, nil) {
					return
				}
			}
			if last {
				return
			}
		}
	}
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

// lineError names the place and the type, and quotes nothing.
func lineError(n int, err error) error {
	why := "it is no JSON"
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		why = "it does not fit into " + t.Type.String()
		if t.Field != "" {
			why += " (" + t.Field + ")"
		}
	}
	return &outbound.HTTPError{Kind: httperror.Decode, Delivery: httperror.Answered, Err: errors.New("line " + strconv.Itoa(n) + ": " + why)}
}
