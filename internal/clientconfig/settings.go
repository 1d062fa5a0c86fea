package clientconfig

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/outbound/auth"
	"example.com/outbound/internal/redact"
	"example.com/outbound/retry"
)

// Setting is a setting that is in force: its name in a presets file, its value for
// people, and its origin (a preset, an option, or "default").
type Setting struct{ Name, Value, Origin string }

// List returns every setting, in the order in which Client.Settings shows them. base names
// the base of the chain.
func (c *Config) List(base string) []Setting {
	var all []Setting
	add := func(name, value string) {
		all = append(all, Setting{name, value, cmp.Or(c.sources[name], "default")})
	}
	add("name", cmp.Or(c.Name, "none"))
	add("base_url", c.addressText(c.BaseURL))
	for _, name := range slices.Sorted(maps.Keys(c.Header)) {
		value := strings.Join(c.Header[name], ", ")
		if !c.SecretNames.HeaderShown(name) { // like in the log: by an allow-list
			value = redact.Mask
		}
		add("headers."+name, redact.Text(value))
	}
	add("user_agent", cmp.Or(redact.Text(c.UserAgent), "none"))
	add("timeout", durationText(c.Timeout.Duration))
	add("attempt_timeout", durationText(c.AttemptTimeout.Duration))
	add("body_idle_timeout", durationText(c.BodyIdleTimeout.Duration))
	c.retrySettings(add)
	add("breaker", policyText(c.Policies.Breaker))
	add("gate", policyText(c.Policies.Gate))
	add("rate_limit", policyText(c.Policies.Rate))
	add("concurrency", policyText(c.Policies.Concurrency))
	add("auth", c.authText())
	add("request_id", cmp.Or(c.RequestID, "off"))
	add("idempotency_keys", onOff(c.IdempotencyKeys))
	add("deadline_header", cmp.Or(c.DeadlineHeader, "off"))
	add("max_redirects", strconv.Itoa(c.MaxRedirects))
	add("max_response_bytes", strconv.FormatInt(c.MaxResponse, 10))
	add("cookie_jar", typeOf(c.Jar, "none"))
	add("log", onOff(c.Logger != nil))
	add("observers", strconv.Itoa(len(c.Observers)))
	add("layers", c.layersText())
	c.transportSettings(base, add)
	c.codecSettings(add)
	add("secret_names", c.secretNamesText())
	return all
}

func (c *Config) retrySettings(add func(name, value string)) {
	p := c.Retry
	if p == nil {
		add("retry", "off")
		return
	}
	add("retry", policyText(p))
	budget := "none"
	if p.Budget != nil && p.Budget != retry.NoBudget() {
		budget = "on"
	}
	add("retry.budget", budget)
}

func (c *Config) transportSettings(base string, add func(name, value string)) {
	t := c.Transport
	add("transport", base)
	proxy := "environment"
	switch {
	case t.Proxy != "":
		proxy = c.addressText(t.Proxy)
	case t.Direct:
		proxy = "none"
	}
	add("proxy", proxy)
	add("tls.root_cas", cmp.Or(strings.Join(t.RootCAs, ", "), "system"))
	certificate := "none"
	switch {
	case t.CertFunc != nil:
		certificate = "function"
	case t.Cert.Cert != "":
		certificate = t.Cert.Cert
	}
	add("tls.client_certificate", certificate)
	add("tls.min_version", tls.VersionName(t.MinTLS))
	add("tls.insecure_skip_verify", onOff(t.Insecure))
	guard := "off"
	if t.Guard {
		guard = strings.TrimSpace("public addresses " + fmt.Sprint(t.Allow))
	}
	add("guard", guard)
	add("max_conn_age", durationText(t.MaxAge))
	add("resolver", onOff(t.Resolver != nil))
	add("transport_config", onOff(t.Tune != nil))
}

func (c *Config) codecSettings(add func(name, value string)) {
	jsonCodec := "encoding/json"
	if c.JSON.Marshal != nil || c.JSON.Unmarshal != nil {
		jsonCodec = "own"
	}
	add("json", jsonCodec)
	for _, mediaType := range slices.Sorted(maps.Keys(c.OwnCodecs)) {
		add("codecs."+mediaType, "on")
	}
	for _, coding := range slices.Sorted(maps.Keys(c.OwnCodings)) {
		add("codings."+coding, "on")
	}
	add("resty", strconv.Itoa(len(c.TuneResty)))
}

func (c *Config) addressText(raw string) string {
	if raw == "" {
		return "none"
	}
	return c.SecretNames.RawURL(raw)
}

// authText returns the schemes and their origins.
func (c *Config) authText() string {
	if len(c.Auth) == 0 {
		return "none"
	}
	parts := make([]string, len(c.Auth))
	for i, a := range c.Auth {
		to := "the base URL"
		if len(a.Origins) > 0 {
			shown := make([]string, len(a.Origins))
			for i, o := range a.Origins {
				shown[i] = c.SecretNames.RawURL(o)
			}
			to = strings.Join(shown, ", ")
		}
		parts[i] = schemeText(a.Scheme) + " to " + to
	}
	return strings.Join(parts, "; ")
}

// schemeText returns the name of a scheme. The schemes of package auth, and of the
// packages in its folder, print their name and no secret; for another scheme it returns
// the type.
func schemeText(s auth.Scheme) string {
	_, prints := s.(fmt.Formatter)
	t := reflect.TypeOf(s)
	if t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if prints && t != nil && strings.HasPrefix(t.PkgPath()+"/", reflect.TypeFor[auth.Binding]().PkgPath()+"/") {
		return fmt.Sprint(s)
	}
	return typeOf(s, "none")
}

func (c *Config) layersText() string {
	if len(c.Layers) == 0 {
		return "none"
	}
	parts := make([]string, len(c.Layers))
	for i, l := range c.Layers {
		parts[i] = l.Name
	}
	return strings.Join(parts, ", ")
}

func (c *Config) secretNamesText() string {
	if c.SecretNames == nil {
		return "built in"
	}
	return "built in, and further ones"
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func durationText(d time.Duration) string {
	if d == 0 {
		return "none"
	}
	return d.String()
}

// typeOf returns the type of v, for a value that may hold secrets, and none if v is nil.
func typeOf(v any, none string) string {
	if v == nil {
		return none
	}
	return fmt.Sprintf("%T", v)
}

// policyText returns the fields of a policy, a pointer, that are not zero:
// "{Attempts: 3}". For a field that is no number, duration, text or list of texts it
// writes "set". For a nil policy it returns "off".
func policyText(policy any) string {
	v := reflect.ValueOf(policy)
	if v.IsNil() {
		return "off"
	}
	v = v.Elem()
	var parts []string
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		if f.IsZero() || !v.Type().Field(i).IsExported() || name == "Budget" {
			continue
		}
		text := "set"
		switch value := f.Interface().(type) {
		case time.Duration, bool, int, int64, float64, []string:
			text = fmt.Sprint(value)
		case string:
			text = redact.Text(value)
		default:
			if f.Kind() == reflect.Int {
				text = fmt.Sprint(f.Int())
			}
		}
		parts = append(parts, name+": "+text)
	}
	if len(parts) == 0 {
		return "the default policy"
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
