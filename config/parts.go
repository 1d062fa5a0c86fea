package config

import (
	"net/http"
	"net/http/cookiejar"
	"reflect"
	"slices"

	"golang.org/x/net/publicsuffix"

	"example.com/outbound/auth"
	"example.com/outbound/retry"
)

// parts are what a preset keeps between its calls, and from one version of it to
// the next.
type parts struct {
	budget *retry.Budget
	jar    http.CookieJar
	tokens []keptTokens
}

// keptTokens is a scheme that has fetched a token, and the settings that it was
// made with.
type keptTokens struct {
	settings clientCredentials // resolved
	base     base
	scheme   auth.Scheme
}

// kept are the parts that the next version has too: a budget with other numbers is
// a new one.
func (p parts) kept(old, now *budget) parts {
	p.tokens = slices.Clone(p.tokens)
	if !reflect.DeepEqual(old, now) {
		p.budget = nil
	}
	return p
}

// budgetOf is the budget of a policy. Nil keeps the one that an earlier option has
// set.
func (p *parts) budgetOf(b *budget) *retry.Budget {
	switch {
	case b == nil:
		return nil
	case b.Off:
		return retry.NoBudget()
	case p.budget == nil:
		p.budget = retry.NewBudget(b.Tokens, b.Ratio)
	}
	return p.budget
}

// jarOf takes no cookie for a public suffix (co.uk), which would be shared by all
// its customers.
func (p *parts) jarOf(wanted *bool) http.CookieJar {
	if !or(wanted) {
		return nil
	}
	if p.jar == nil {
		p.jar, _ = cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List}) // it returns no error
	}
	return p.jar
}

// tokensOf is the scheme for the settings, with the token it has where they are
// the same as before.
func (p *parts) tokensOf(c clientCredentials, b base, scheme func() auth.Scheme) auth.Scheme {
	for _, k := range p.tokens {
		if reflect.DeepEqual(k.settings, c) && reflect.DeepEqual(k.base, b) {
			return k.scheme
		}
	}
	s := scheme()
	p.tokens = append(p.tokens, keptTokens{c, b, s})
	return s
}
