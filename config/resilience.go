package config

import (
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
)

// breakerSection is a breaker.Policy.
type breakerSection struct {
	Off         bool           `word:"off"`
	Window      *time.Duration `key:"window" as:"span" default:"10s" doc:"How far back attempts count."`
	MinCalls    *int           `key:"min_calls" as:"number of" default:"20" doc:"Judged attempts in the window before the ratios count."`
	Ratio       *float64       `key:"ratio" as:"share" default:"0.5" doc:"Opens at this share of failures in the window."`
	Consecutive *int           `key:"consecutive" as:"row" default:"5" doc:"Opens at so many failures in a row too, if they have lasted min_row."`
	MinRow      *time.Duration `key:"min_row" as:"span" default:"1s" doc:"The time from the first to the last failure of such a row."`
	SlowAfter   *time.Duration `key:"slow_after" as:"time" default:"0s" doc:"An attempt whose response headers take longer is slow. 0 means none is."`
	SlowRatio   *float64       `key:"slow_ratio" as:"share" default:"0.8" doc:"Opens at this share of slow attempts in the window."`
	OpenFor     *time.Duration `key:"open_for" as:"span" default:"5s" doc:"How long the breaker stays open before a probe, spread by 10 %."`
	MaxOpen     *time.Duration `key:"max_open" as:"span" default:"1m" doc:"The longest that a Retry-After keeps the breaker open."`
	Probes      *int           `key:"probes" as:"number of" default:"1" doc:"Probes under way at a time."`
	CloseAfter  *int           `key:"close_after" as:"number of" default:"2" doc:"Good probes in a row that close the breaker."`
}

// gateSection is a limit.Gate.
type gateSection struct {
	Off       bool           `word:"off"`
	MaxHold   *time.Duration `key:"max_hold" as:"span" default:"1m" doc:"The longest pause that a server can ask all callers for."`
	Spread    *time.Duration `key:"spread" as:"span" default:"1s" doc:"The time over which held requests are released."`
	RateLimit *limit.Pace    `key:"rate_limit" as:"pace" default:"hold" doc:"What the RateLimit fields do: they hold requests when nothing remains (hold), also slow them down before that (spread), or nothing (ignore)."`
}

// rate is a limit.Rate.
type rate struct {
	Off     bool           `word:"off"`
	N       float64        `key:"n" as:"rate" need:"true" doc:"Requests per time. It may be a fraction."`
	Per     *time.Duration `key:"per" as:"span" doc:"That time. 1s if it is absent."`
	Burst   *int           `key:"burst" as:"number of" doc:"Requests that may be sent at once after a pause. n if it is absent."`
	MaxWait *time.Duration `key:"max_wait" as:"patience" doc:"The longest wait for a turn. 0 means that none is waited for. As long as the call may last if it is absent."`
}

// concurrency is a limit.Concurrency.
type concurrency struct {
	Off      bool           `word:"off"`
	Max      *int           `key:"max" as:"number of" doc:"Requests in flight."`
	Queue    *int           `key:"queue" as:"queue" doc:"Requests that may wait. 100 if it is absent."`
	MaxWait  *time.Duration `key:"max_wait" as:"patience" doc:"The longest wait for a slot. 0 means that none is waited for. As long as the call may last if it is absent."`
	Adaptive *adaptive      `key:"adaptive" doc:"Finds the number of requests in flight by itself, at most max."`
}

// adaptive is a limit.Adaptive.
type adaptive struct {
	Min       *int          `key:"min" as:"number of" doc:"The lowest number of requests in flight. 1 if it is absent."`
	Max       *int          `key:"max" as:"number of" doc:"The highest number. 200 if it is absent."`
	Start     *int          `key:"start" as:"number of" doc:"The first number. 20 if it is absent."`
	SlowAfter time.Duration `key:"slow_after" as:"span" need:"true" doc:"The time to the response headers from which the origin counts as overloaded."`
}

func (*breakerSection) isSection() {}
func (*gateSection) isSection()    {}

func (c *concurrency) wrong() string {
	if c.Max == nil && c.Adaptive == nil {
		return "no limit: give max or adaptive"
	}
	return ""
}

// policies are the options of the policies per origin.
func (p *preset) policies() (opts []outbound.Option) {
	if b := p.Breaker; b != nil && !b.Off {
		opts = append(opts, outbound.WithBreaker(breaker.Policy{
			Window: or(b.Window), MinCalls: or(b.MinCalls), Ratio: or(b.Ratio), Consecutive: or(b.Consecutive), MinRow: or(b.MinRow),
			SlowAfter: or(b.SlowAfter), SlowRatio: or(b.SlowRatio), OpenFor: or(b.OpenFor), MaxOpen: or(b.MaxOpen),
			Probes: or(b.Probes), CloseAfter: or(b.CloseAfter),
		}))
	}
	if g := p.Gate; g != nil && !g.Off {
		opts = append(opts, outbound.WithGate(limit.Gate{MaxHold: or(g.MaxHold), Spread: or(g.Spread), RateLimit: or(g.RateLimit)}))
	}
	if r := p.RateLimit; r != nil && !r.Off {
		opts = append(opts, outbound.WithRateLimit(limit.Rate{N: r.N, Per: or(r.Per), Burst: or(r.Burst), MaxWait: or(r.MaxWait)}))
	}
	if c := p.Concurrency; c != nil && !c.Off {
		opts = append(opts, outbound.WithConcurrency(limit.Concurrency{
			Max: or(c.Max), Queue: or(c.Queue), MaxWait: or(c.MaxWait), Adaptive: c.Adaptive.adaptive(),
		}))
	}
	return opts
}

func (a *adaptive) adaptive() *limit.Adaptive {
	if a == nil {
		return nil
	}
	return &limit.Adaptive{Min: or(a.Min), Max: or(a.Max), Start: or(a.Start), SlowAfter: a.SlowAfter}
}
