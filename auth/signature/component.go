package signature

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/dunglas/httpsfv"
)

// DefaultComponents are covered where no others are named: the method, where the
// request goes, and what kind of body it has.
func DefaultComponents() []string {
	return []string{"@method", "@authority", "@path", "@query", "content-type"}
}

const contentDigest = "content-digest"

var (
	errNoKeyID  = errors.New("the key ID is empty")
	errKeyID    = errors.New("the key ID has a character that is not printable ASCII")
	errNoSecret = errors.New("the secret is empty")
)

var derived = map[string]bool{
	"@method": true, "@target-uri": true, "@authority": true, "@scheme": true,
	"@request-target": true, "@path": true, "@query": true, "@query-param": true,
}

func parseComponents(components []string) (items []httpsfv.Item, err error) {
	seen := map[string]bool{}
	for _, text := range components {
		item, err := parseComponent(text)
		if err != nil {
			return nil, err
		}
		id, err := httpsfv.Marshal(item)
		if err != nil || seen[id] {
			return nil, fmt.Errorf("the component %q is named twice", text)
		}
		seen[id] = true
		items = append(items, item)
	}
	return items, nil
}

// parseComponent reads a component identifier (RFC 9421, section 2), whose name
// may lack the quotes.
func parseComponent(text string) (httpsfv.Item, error) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, `"`) {
		name, params, has := strings.Cut(text, ";")
		text = `"` + strings.ToLower(name) + `"`
		if has {
			text += ";" + params
		}
	}
	item, err := httpsfv.UnmarshalItem([]string{text})
	if err != nil {
		return item, fmt.Errorf("the component %q is malformed", text)
	}
	return item, checkComponent(item, text)
}

// checkComponent reports a component that this package does not know.
func checkComponent(item httpsfv.Item, text string) error {
	name, ok := item.Value.(string)
	if !ok || name == "" || name != strings.ToLower(name) {
		return fmt.Errorf("the component %s is not a name in lower case", text)
	}
	if strings.HasPrefix(name, "@") && !derived[name] || !strings.HasPrefix(name, "@") && !isToken(name) {
		return fmt.Errorf("the component %s is not known", text)
	}
	if name == "signature" || name == "signature-input" {
		return fmt.Errorf("the component %s is the signature itself", text)
	}
	for _, param := range item.Params.Names() {
		value, _ := item.Params.Get(param)
		_, isText := value.(string)
		switch {
		case param == "name" && name == "@query-param" && isText:
		case param == "key" && !strings.HasPrefix(name, "@") && isText:
		case param == "bs" && !strings.HasPrefix(name, "@") && value == true:
		default:
			return fmt.Errorf("the component %s has a parameter %q that is not supported", text, param)
		}
	}
	if _, named := item.Params.Get("name"); name == "@query-param" && !named {
		return fmt.Errorf(`the component %s needs the parameter name="…"`, text)
	}
	return nil
}

// covered are the components of s that req has, and its body.
func (s scheme) covered(req *http.Request) (list httpsfv.InnerList, err error) {
	body, err := setDigest(req)
	if err != nil {
		return list, err
	}
	for _, item := range s.components {
		if _, has, err := value(req, item); err != nil {
			return list, err
		} else if has {
			list.Items = append(list.Items, item)
			body = body && !(item.Value == contentDigest && len(item.Params.Names()) == 0)
		}
	}
	if body {
		list.Items = append(list.Items, httpsfv.NewItem(contentDigest))
	}
	return list, nil
}

func isToken(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$%&'*+-.^_`|~", r))
	}) < 0
}

func printableASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}
