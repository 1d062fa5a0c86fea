package signature

import (
	"errors"
	"fmt"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/dunglas/httpsfv"
)

var errLine = errors.New("signature: a component has a line break")

// value is the value of a component of req (RFC 9421, section 2). has is false if
// req does not have it.
func value(req *http.Request, item httpsfv.Item) (v string, has bool, err error) {
	name, _ := item.Value.(string)
	switch {
	case name == "@query-param":
		param, _ := item.Params.Get("name")
		text, _ := param.(string)
		v, has, err = queryParam(req, text)
	case strings.HasPrefix(name, "@"):
		v, has = derivedValue(req, name), true
	default:
		v, has, err = fieldValue(req, name, item.Params)
	}
	if strings.ContainsAny(v, "\r\n") {
		return "", false, errLine
	}
	return v, has, err
}

// fieldValue is the value of a field (section 2.1).
func fieldValue(req *http.Request, name string, params *httpsfv.Params) (v string, has bool, err error) {
	values := fieldValues(req, name)
	if len(values) == 0 {
		return "", false, nil
	}
	if _, bs := params.Get("bs"); bs {
		var list httpsfv.List
		for _, v := range values {
			list = append(list, httpsfv.NewItem([]byte(textproto.TrimString(v))))
		}
		v, err = httpsfv.Marshal(list)
		return v, true, err
	}
	if key, has := params.Get("key"); has {
		dict, err := httpsfv.UnmarshalDictionary(values)
		if err != nil {
			return "", false, fmt.Errorf("signature: the field %s is not a dictionary", name)
		}
		text, _ := key.(string)
		member, has := dict.Get(text)
		if !has {
			return "", false, nil
		}
		v, err := marshalMember(member)
		return v, true, err
	}
	trimmed := make([]string, len(values))
	for i, v := range values {
		trimmed[i] = textproto.TrimString(v)
	}
	return strings.Join(trimmed, ", "), true, nil
}

// fieldValues are the values of a field, of those too that net/http keeps outside
// of the header.
func fieldValues(req *http.Request, name string) []string {
	switch name {
	case "host":
		return []string{host(req)}
	case "content-length":
		if req.Header.Get("Content-Length") == "" && req.ContentLength > 0 {
			return []string{strconv.FormatInt(req.ContentLength, 10)}
		}
	}
	return req.Header.Values(name)
}

func marshalMember(member httpsfv.Member) (string, error) {
	switch m := member.(type) {
	case httpsfv.Item:
		return httpsfv.Marshal(m)
	case httpsfv.InnerList:
		return httpsfv.Marshal(m)
	}
	return "", errors.New("signature: a member of a dictionary is neither an item nor a list")
}
