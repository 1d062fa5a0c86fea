package httperror

import (
	"encoding/json"
	"mime"
	"strings"
)

// Problem is a problem details object (RFC 9457, section 3.1). Its strings are
// the server's: treat them as text for people.
type Problem struct {
	Type, Title, Detail, Instance string
	Status                        int
	Extensions                    map[string]any // every other member (section 3.2)
}

// ParseProblem reads body as a problem details object if contentType says that
// it is one, and returns nil otherwise. A member of the wrong type is ignored
// (section 3.1: a consumer must).
func ParseProblem(contentType string, body []byte) *Problem {
	mt, _, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.EqualFold(mt, "application/problem+json") {
		return nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil || members == nil {
		return nil
	}
	p := &Problem{}
	for name, to := range map[string]any{
		"type": &p.Type, "title": &p.Title, "detail": &p.Detail, "instance": &p.Instance, "status": &p.Status,
	} {
		_ = json.Unmarshal(members[name], to) // of the wrong type: ignored
		delete(members, name)
	}
	if p.Type == "" {
		p.Type = "about:blank" // section 4.2.1
	}
	for name, raw := range members {
		var v any
		if json.Unmarshal(raw, &v) != nil {
			continue
		}
		if p.Extensions == nil {
			p.Extensions = map[string]any{}
		}
		p.Extensions[name] = v
	}
	return p
}
