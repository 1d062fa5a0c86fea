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

// parts is the state of a preset that its calls share, and that the next version of
// the preset takes over.
type parts struct {
	budget *retry.Budget
	jar    http.CookieJar
	tokens []keptTokens
	before []keptTokens // those of the version before
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
	p.tokens, p.before = nil, p.tokens
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

// jarOf is the cookie jar, nil if none is wanted. It takes no cookie for a public
// suffix such as co.uk, because all sites below it would get the cookie.
func (p *parts) jarOf(wanted *bool) http.CookieJar {
	if !or(wanted) {
		return nil
	}
	if p.jar == nil {
		p.jar, _ = cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List}) // it returns no error
	}
	return p.jar
}

// tokensOf is the scheme for the settings: the one of the version before, with its
// token, if they are the same.
func (p *parts) tokensOf(c clientCredentials, b base, scheme func() auth.Scheme) auth.Scheme {
	for _, k := range slices.Concat(p.tokens, p.before) {
		if reflect.DeepEqual(k.settings, c) && reflect.DeepEqual(k.base, b) {
			p.tokens = append(p.tokens, k)
			return k.scheme
		}
	}
	s := scheme()
	p.tokens = append(p.tokens, keptTokens{c, b, s})
	return s
}
