package config

import "fmt"

// wait is a retry.Wait.
type wait struct {
	Exponential    *exponential `key:"exponential" one:"wait" doc:"base, base·factor, base·factor², …"`
	Fibonacci      *Duration    `key:"fibonacci" one:"wait" doc:"This unit times 1, 1, 2, 3, 5, …"`
	Constant       *Duration    `key:"constant" one:"wait" doc:"The same every time."`
	List           []Duration   `key:"list" one:"wait" doc:"One after the other; then retrying ends."`
	Linear         *linear      `key:"linear" one:"wait" doc:"start, start+step, start+2·step, …"`
	Decay          *decay       `key:"decay" one:"wait" doc:"initial·e^(-rate·(n-1)), but not less than min."`
	ImmediateFirst *wait        `key:"immediate_first" one:"wait" doc:"0 after the first attempt, then as this wait has it."`
	Sum            []wait       `key:"sum" one:"wait" doc:"The sum of these waits."`
	Chain          []wait       `key:"chain" one:"wait" doc:"The first wait of the first, the second of the second; the last goes on for ever."`
	Cap            *capped      `key:"cap" one:"wait" doc:"A wait with a longest one, before jitter."`
}

type exponential struct {
	Base   Duration `key:"base" need:"true" doc:"The first wait."`
	Factor Number   `key:"factor" need:"true" doc:"What each wait is multiplied by."`
}

type linear struct {
	Start Duration `key:"start" need:"true" doc:"The first wait."`
	Step  Change   `key:"step" need:"true" doc:"What is added each time; it may be negative."`
}

type decay struct {
	Initial Duration `key:"initial" need:"true" doc:"The first wait."`
	Rate    Number   `key:"rate" need:"true" doc:"How fast it becomes shorter."`
	Min     Duration `key:"min" need:"true" doc:"The shortest wait."`
}

type capped struct {
	Wait wait     `key:"wait" need:"true" doc:"The wait that is capped."`
	Max  Duration `key:"max" need:"true" doc:"The longest wait."`
}

// jitter is a retry.Jitter.
type jitter struct {
	None     bool      `word:"none"`
	Full     bool      `word:"full"`
	Additive *Duration `key:"additive" one:"jitter" doc:"The wait and up to this much more."`
	Range    *Duration `key:"range" one:"jitter" doc:"Anything from this to the wait."`
}

// methods is the Methods of a retry.Policy.
type methods struct {
	Idempotent bool     `word:"idempotent"`
	Any        bool     `word:"any"`
	None       bool     `word:"none"`
	List       []Method `list:"true"`
}

// budget is a retry.Budget.
type budget struct {
	None   bool   `word:"none"`
	Tokens Number `key:"tokens" need:"true" doc:"Tokens per origin; retries stop when half of them are gone."`
	Ratio  Number `key:"ratio" need:"true" doc:"The part of a token that a success returns."`
}

// condition is a retry.Condition.
type condition struct {
	Transient   bool         `word:"transient"`
	Status      []Code       `key:"status" one:"condition" doc:"A response with one of these codes."`
	StatusRange *statusRange `key:"status_range" one:"condition" doc:"A response with a code from min to max, both included."`
	Kind        []Kind       `key:"kind" one:"condition" doc:"A failure of one of these kinds."`
	Any         []condition  `key:"any" one:"condition" doc:"One of these."`
	All         []condition  `key:"all" one:"condition" doc:"Each of these."`
	Not         *condition   `key:"not" one:"condition" doc:"Not this one."`
}

type statusRange struct {
	Min Code `key:"min" need:"true" doc:"The lowest code."`
	Max Code `key:"max" need:"true" doc:"The highest code."`
}

func (r *statusRange) wrong() string {
	if r.Min <= r.Max {
		return ""
	}
	return fmt.Sprintf("the lowest code, %v, is above the highest, %v", r.Min, r.Max)
}
