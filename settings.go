package outbound

import (
	"cmp"
	"crypto/tls"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"example.com/outbound/internal/redact"
	"example.com/outbound/retry"
)

// Setting is a setting that is in force. Name is that of a presets file
// ("attempt_timeout", "headers.Accept") where such a file has the setting. Value
// is for people, and has no secret. Origin is "default", the name of the preset that
// has it ("Standard" for that of the library), or the option ("WithTimeout").
type Setting struct{ Name, Value, Origin string }

// Settings returns what is in force, and where each setting comes from. The
// command's explain does the same for a file of presets, with lines of the file
// in place of options.
func (c *Client) Settings() []Setting {
	if c == nil || c.core == nil {
		return nil
	}
	var all []Setting
	add := func(name, value string) {
		all = append(all, Setting{name, value, cmp.Or(c.sources[name], "default")})
	}
	add("name", cmp.Or(c.name, "none"))
	add("base_url", c.addressText(c.baseURL))
	for _, name := range slices.Sorted(maps.Keys(c.header)) {
		value := strings.Join(c.header[name], ", ")
		if !c.secretNames.HeaderShown(name) { // like in the log: by an allow-list
			value = redact.Mask
		}
		add("headers."+name, redact.Text(value))
	}
	add("user_agent", cmp.Or(redact.Text(c.userAgent), "none"))
	add("timeout", durationText(c.timeout.d))
	add("attempt_timeout", durationText(c.attemptTimeout.d))
	add("body_idle_timeout", durationText(c.bodyIdleTimeout.d))
	c.retrySettings(add)
	add("breaker", policyText(c.policies.Breaker))
	add("gate", policyText(c.policies.Gate))
	add("rate_limit", policyText(c.policies.Rate))
	add("concurrency", policyText(c.policies.Concurrency))
	add("auth", c.authText())
	add("request_id", cmp.Or(c.requestID, "off"))
	add("idempotency_keys", onOff(c.idempotencyKeys))
	add("deadline_header", cmp.Or(c.deadlineHeader, "off"))
	add("max_redirects", strconv.Itoa(c.maxRedirects))
	add("max_response_bytes", strconv.FormatInt(c.maxResponse, 10))
	add("cookie_jar", typeOf(c.jar, "none"))
	add("log", onOff(c.logger != nil))
	add("observers", strconv.Itoa(len(c.config.observers)))
	add("layers", c.layersText())
	c.transportSettings(add)
	c.codecSettings(add)
	add("secret_names", c.secretNamesText())
	return all
}

func (c *core) retrySettings(add func(name, value string)) {
	p := c.config.retry
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

func (c *core) transportSettings(add func(name, value string)) {
	t := c.config.transport
	base := typeOf(c.base, "built in")
	if c.pool != nil {
		base = "built in"
	}
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

func (c *core) codecSettings(add func(name, value string)) {
	json := "encoding/json"
	if c.json.Marshal != nil || c.json.Unmarshal != nil {
		json = "own"
	}
	add("json", json)
	for _, mediaType := range slices.Sorted(maps.Keys(c.ownCodecs)) {
		add("codecs."+mediaType, "on")
	}
	for _, coding := range slices.Sorted(maps.Keys(c.ownCodings)) {
		add("codings."+coding, "on")
	}
	add("resty", strconv.Itoa(len(c.config.resty)))
}
