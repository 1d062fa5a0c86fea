package redact_test

import (
	"testing"

	"example.com/outbound/internal/redact"
)

func TestAValueBesideItsNameWasShown(t *testing.T) {
	json := func(s string) string { return string(redact.JSON([]byte(s), long)) }
	xml := func(s string) string { return string(redact.XML([]byte(s), long)) }
	form := func(s string) string { return string(redact.Form([]byte(s), long)) }
	for _, tt := range []struct {
		name     string
		mask     func(string) string
		in, want string
	}{
		{"JSON", json, `{"name":"password","value":"p","x":1}`, `{"name":"password","value":"xxxxx","x":1}`},
		{"JSON, the value first", json, `{"value":"p","name":"password"}`, `{"value":"xxxxx","name":"password"}`},
		{"JSON, a list of pairs", json, `[{"id":"api_key","value":"p"},{"id":"color","value":"red"}]`, `[{"id":"api_key","value":"xxxxx"},{"id":"color","value":"red"}]`},
		{"JSON, a value of parts", json, `{"v":{"a":["p"]},"id":"token"}`, `{"v":"xxxxx","id":"token"}`},
		{"JSON, values in a list", json, `{"name":"Authorization","values":["p"]}`, `{"name":"Authorization","values":"xxxxx"}`},
		{"JSON, names of two words", json, `{"ParameterName":"DbPassword","ParameterValue":"p"}`, `{"ParameterName":"DbPassword","ParameterValue":"xxxxx"}`},
		{"JSON, escaped names", json, `{"n\u0061me":"p\u0061ssword","v\u0061lue":"p"}`, `{"name":"password","value":"xxxxx"}`},
		{"JSON, inside another object", json, `{"a":{"name":"password","value":"p"},"value":"q"}`, `{"a":{"name":"password","value":"xxxxx"},"value":"q"}`},
		{"JSON, around another object", json, `{"value":"p","a":{"value":"q"},"name":"pin"}`, `{"value":"xxxxx","a":{"value":"q"},"name":"pin"}`},
		{"JSON, a harmless name", json, `{"name":"Ada","value":"p"}`, `{"name":"Ada","value":"p"}`},
		{"JSON, cut before the name", json, `{"value":"p","na`, `{"value":"xxxxx"}`},
		{"JSON, cut inside a list", json, `{"value":[{"a":1},{"a":2}],"na`, `{"value":[{"a":1},{"a":2}]}`},
		{"XML, attributes", xml, `<add name="password" value="p"/>`, `<add name="password" value="xxxxx">xxxxx</add>`},
		{"XML, a sensitive attribute", xml, `<add key="password" value="p"/>`, `<add key="xxxxx" value="xxxxx">xxxxx</add>`},
		{"XML, an input of a form", xml, `<input type="password" value="p"/>`, `<input type="password" value="xxxxx">xxxxx</input>`},
		{"XML-RPC", xml, `<m><name>password</name><value><string>p</string></value></m>`, `<m><name>password</name><value>xxxxx</value></m>`},
		{"XML, the value first", xml, `<m><value>p</value><name> password </name></m>`, `<m><value>xxxxx</value><name> password </name></m>`},
		{"XML, with prefixes", xml, `<s:m><s:Key>token</s:Key><s:Value>p</s:Value></s:m>`, `<s:m><s:Key>xxxxx</s:Key><s:Value>xxxxx</s:Value></s:m>`},
		{"XML, a harmless name", xml, `<m><name>a</name><value>p</value></m>`, `<m><name>a</name><value>p</value></m>`},
		{"XML, cut before the name", xml, `<m><value>p</value><na`, `<m><value>xxxxx</value></m>`},
		{"form", form, `name=password&value=p&x=1`, `name=password&value=xxxxx&x=1`},
		{"form, the value first", form, `value=p&name=api_key`, `value=xxxxx&name=api_key`},
		{"form, escaped", form, `v%61lue=p&n%61me=p%61ssword`, `value=xxxxx&n%61me=p%61ssword`},
		{"form, a harmless name", form, `name=a&value=p`, `name=a&value=p`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.mask(tt.in); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
