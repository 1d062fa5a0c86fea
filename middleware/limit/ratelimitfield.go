package limit

import (
	"net/http"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
)

// ofRateLimit reads the RateLimit field: a list of quotas with the parameters r
// (remaining) and t (seconds until the reset), and q of the policy of the same
// name in RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10, sections 3
// and 4), or a dictionary of limit, remaining and reset (version 07). A
// malformed field is ignored. Of several wishes the longest counts.
func (g *Gate) ofRateLimit(resp *http.Response, lines []string) (w wish, cause string) {
	if g.RateLimit == Hold && !mayBeZero(lines) {
		return wish{}, ""
	}
	quotas, ok := listed(lines, resp.Header["Ratelimit-Policy"])
	if !ok {
		quotas = named(lines)
	}
	for _, q := range quotas {
		of := g.ofQuota(q.remaining, q.quota, q.reset)
		if of.hold > w.hold {
			w.hold = of.hold
		}
		if of.pace > w.pace {
			w.pace, w.until = of.pace, of.until
		}
	}
	if w == (wish{}) {
		return w, ""
	}
	return w, held(resp.StatusCode, "RateLimit", strings.Join(lines, ", "))
}

// mayBeZero reports whether something is left out of account that may be 0:
// parsing the field costs 20 allocations, and nearly always something remains.
func mayBeZero(lines []string) bool {
	for _, l := range lines {
		if strings.Contains(l, "r=0") || strings.Contains(l, "remaining=0") {
			return true
		}
	}
	return false
}

// quota is what a server says about one of its quotas.
type quota struct {
	remaining, quota int64 // quota is 0 if it is not known
	reset            time.Duration
}

func listed(lines, policies []string) (quotas []quota, ok bool) {
	list, err := httpsfv.UnmarshalList(lines)
	if err != nil {
		return nil, false
	}
	sizes := map[any]int64{}
	if all, err := httpsfv.UnmarshalList(policies); err == nil {
		for _, m := range all {
			if item, ok := m.(httpsfv.Item); ok {
				sizes[name(item)], _ = integer(item.Params, "q")
			}
		}
	}
	for _, m := range list {
		item, ok := m.(httpsfv.Item)
		if !ok {
			continue
		}
		remaining, has := integer(item.Params, "r")
		reset, until := integer(item.Params, "t")
		if has && until {
			quotas = append(quotas, quota{remaining, sizes[name(item)], seconds(reset)})
		}
	}
	return quotas, true
}

// name is the name of a policy, a string or a token.
func name(item httpsfv.Item) any {
	switch v := item.Value.(type) {
	case string, httpsfv.Token:
		return v
	}
	return nil
}

func named(lines []string) []quota {
	d, err := httpsfv.UnmarshalDictionary(lines)
	if err != nil {
		return nil
	}
	value := func(key string) (int64, bool) {
		m, ok := d.Get(key)
		if !ok {
			return 0, false
		}
		item, _ := m.(httpsfv.Item)
		n, ok := item.Value.(int64)
		return n, ok
	}
	remaining, has := value("remaining")
	reset, until := value("reset")
	if !has || !until {
		return nil
	}
	limit, _ := value("limit")
	return []quota{{remaining, limit, seconds(reset)}}
}

func integer(p *httpsfv.Params, key string) (int64, bool) {
	if p == nil {
		return 0, false
	}
	v, _ := p.Get(key)
	n, ok := v.(int64)
	return n, ok
}

// seconds is n seconds, at most a year: what is longer is not held anyway.
func seconds(n int64) time.Duration {
	const year = 365 * 24 * 3600
	return time.Duration(max(0, min(n, year))) * time.Second
}
