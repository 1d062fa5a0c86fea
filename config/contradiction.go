package config

import "fmt"

// contradiction is settings that cannot all be meant.
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
	if r := p.Retry; r != nil && !r.Off {
		bad(or(r.MaxWait) > 0 && or(r.MinWait) > or(r.MaxWait),
			fmt.Sprintf("the shortest wait, %s, is longer than the longest, %s", formatTime(or(r.MinWait)), formatTime(or(r.MaxWait))), "retry.min_wait", "retry.max_wait")
		bad(or(r.IgnoreRetryAfter) && r.MaxRetryAfter != nil,
			"a bound on what is ignored", "retry.max_retry_after", "retry.ignore_retry_after")
		bad(r.Budget != nil && !r.Budget.Off && r.Budget.Tokens <= 2,
			"2 tokens or less permit no retry: say retry: off", "retry.budget")
	}
	t := or(p.TLS)
	bad(len(t.RootCAs) > 0 && or(t.Insecure),
		"authorities mean nothing while certificates are not checked: set insecure_skip_verify to false", "tls.root_cas", "tls.insecure_skip_verify")
	bad(p.Untrusted && or(p.Guard).Off, "the guard is what the preset untrusted is for: extend standard instead", "guard")
	return cs
}
