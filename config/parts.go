package config

import (
	"net/http"
	"net/http/cookiejar"

	"example.com/outbound/retry"
)

// parts are what a preset keeps between its calls.
type parts struct {
	budget *retry.Budget
	jar    http.CookieJar
}

func (p *parts) budgetOf(b *budget) *retry.Budget {
	if b == nil || b.None {
		return nil
	}
	if p.budget == nil {
		p.budget = retry.NewBudget(float64(b.Tokens), float64(b.Ratio))
	}
	return p.budget
}

func (p *parts) jarOf(wanted *Flag) http.CookieJar {
	if !or(wanted) {
		return nil
	}
	if p.jar == nil {
		p.jar, _ = cookiejar.New(nil) // it returns no error
	}
	return p.jar
}
