package config

import (
	"fmt"
	"time"

	"example.com/outbound/httperror"
)

// wait is a retry.Wait.
type wait struct {
	Exponential    *exponential    `key:"exponential" one:"wait" doc:"base, base·factor, base·factor², …"`
	Fibonacci      *time.Duration  `key:"fibonacci" as:"time" one:"wait" doc:"This unit times 1, 1, 2, 3, 5, …"`
	Constant       *time.Duration  `key:"constant" as:"time" one:"wait" doc:"The same every time."`
	List           []time.Duration `key:"list" as:"time" one:"wait" doc:"One after the other; then retrying ends."`
	Linear         *linear         `key:"linear" one:"wait" doc:"start, start+step, start+2·step, …"`
	Decay          *decay          `key:"decay" one:"wait" doc:"initial·e^(-rate·(n-1)), but not less than min."`
	ImmediateFirst *wait           `key:"immediate_first" one:"wait" doc:"0 after the first attempt, then as this wait has it."`
	Sum            []wait          `key:"sum" one:"wait" doc:"The sum of these waits."`
	Chain          []wait          `key:"chain" one:"wait" doc:"The first wait of the first, the second of the second; the last goes on for ever."`
	Cap            *capped         `key:"cap" one:"wait" doc:"A wait with a longest one, before jitter."`
}

type exponential struct {
	Base   time.Duration `key:"base" as:"time" need:"true" doc:"The first wait."`
	Factor float64       `key:"factor" as:"number" need:"true" doc:"What each wait is multiplied by."`
}

type linear struct {
	Start time.Duration `key:"start" as:"time" need:"true" doc:"The first wait."`
	Step  time.Duration `key:"step" as:"change" need:"true" doc:"What is added each time; it may be negative."`
}

type decay struct {
	Initial time.Duration `key:"initial" as:"time" need:"true" doc:"The first wait."`
	Rate    float64       `key:"rate" as:"number" need:"true" doc:"How fast it becomes shorter."`
	Min     time.Duration `key:"min" as:"time" need:"true" doc:"The shortest wait."`
}

type capped struct {
	Wait wait          `key:"wait" need:"true" doc:"The wait that is capped."`
	Max  time.Duration `key:"max" as:"time" need:"true" doc:"The longest wait."`
}

// jitter is a retry.Jitter.
type jitter struct {
	None     bool           `word:"none"`
	Full     bool           `word:"full"`
	Additive *time.Duration `key:"additive" as:"time" one:"jitter" doc:"The wait and up to this much more."`
	Range    *time.Duration `key:"range" as:"time" one:"jitter" doc:"Anything from this to the wait."`
}

// methods is the Methods of a retry.Policy.
type methods struct {
	Idempotent bool     `word:"idempotent"`
	Any        bool     `word:"any"`
	None       bool     `word:"none"`
	List       []string `list:"true" as:"method"`
}

// budget is a retry.Budget.
type budget struct {
	Off    bool    `word:"off,none"`
	Tokens float64 `key:"tokens" as:"number" need:"true" doc:"Tokens per origin; retries stop when half of them are gone."`
	Ratio  float64 `key:"ratio" as:"number" need:"true" doc:"The part of a token that a success returns."`
}

// condition is a retry.Condition.
type condition struct {
	Transient   bool             `word:"transient"`
	Status      []int            `key:"status" as:"code" one:"condition" doc:"A response with one of these codes."`
	StatusRange *statusRange     `key:"status_range" one:"condition" doc:"A response with a code from min to max, both included."`
	Kind        []httperror.Kind `key:"kind" as:"kind" one:"condition" doc:"A failure of one of these kinds."`
	Any         []condition      `key:"any" one:"condition" doc:"One of these."`
	All         []condition      `key:"all" one:"condition" doc:"Each of these."`
	Not         *condition       `key:"not" one:"condition" doc:"Not this one."`
}

type statusRange struct {
	Min int `key:"min" as:"code" need:"true" doc:"The lowest code."`
	Max int `key:"max" as:"code" need:"true" doc:"The highest code."`
}

func (r *statusRange) wrong() string {
	if r.Min <= r.Max {
		return ""
	}
	return fmt.Sprintf("the lowest code, %v, is above the highest, %v", r.Min, r.Max)
}
