package config

import (
	"fmt"
	"net/http"
	"net/url"
)

// contradiction is two settings that cannot both be meant.
type contradiction struct {
	text string
	keys []string
}

func contradictions(p *preset) (cs []contradiction) {
	bad := func(is bool, text string, keys ...string) {
		if is {
			cs = append(cs, contradiction{text, keys})
		}
	}
	both := p.Timeout != nil && p.AttemptTimeout != nil
	bad(both && *p.Timeout > 0 && *p.AttemptTimeout > *p.Timeout,
		fmt.Sprintf("an attempt of %v does not fit into a call of %v", or(p.AttemptTimeout), or(p.Timeout)), "attempt_timeout", "timeout")
	if r := p.Retry; r != nil && !r.Off {
		bad(or(r.MaxWait) > 0 && or(r.MinWait) > or(r.MaxWait),
			fmt.Sprintf("the shortest wait, %v, is longer than the longest, %v", or(r.MinWait), or(r.MaxWait)), "retry.min_wait", "retry.max_wait")
		bad(bool(or(r.IgnoreRetryAfter)) && r.MaxRetryAfter != nil,
			"a bound on what is ignored", "retry.max_retry_after", "retry.ignore_retry_after")
		bad(r.Budget != nil && !r.Budget.None && r.Budget.Tokens <= 2,
			"2 tokens or less permit no retry: say retry: off", "retry.budget")
	}
	bad(len(p.TLS.rootCAs()) > 0 && bool(or(p.TLS.insecure())),
		"authorities mean nothing while certificates are not checked: set insecure_skip_verify to false", "tls.root_cas", "tls.insecure_skip_verify")
	for name, value := range p.Headers {
		bad(!token9110.MatchString(name), "not the name of a header", "headers."+name)
		bad(isCredential(name) && len(references(string(value))) == 0, errSecret.Error(), "headers."+name)
	}
	bad(p.Proxy != nil && hasPassword(string(p.Proxy.URL)), errSecret.Error(), "proxy")
	return cs
}

func (s *tlsSection) rootCAs() []Text { return or(s).RootCAs }
func (s *tlsSection) insecure() *Flag { return or(s).Insecure }

// hasPassword reports whether a password stands in an address itself.
func hasPassword(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User == nil || len(references(raw)) > 0 {
		return false
	}
	_, has := u.User.Password()
	return has
}

// isCredential reports whether a field carries a secret.
func isCredential(header string) bool {
	switch http.CanonicalHeaderKey(header) {
	case "Authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "X-Auth-Token":
		return true
	}
	return false
}
