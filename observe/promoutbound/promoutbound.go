package promoutbound

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"example.com/outbound"
)

// The bounds of the labels that come from a program.
const (
	DefaultOperations = 100 // values of the label operation
	maxClients        = 100 // values of the label client
	maxOrigins        = 100 // values of the label origin
)

// Option is a setting of the observer.
type Option func(*config)

type config struct {
	operations int
	buckets    []float64
}

// Operations bounds the values of the label operation: further ones are "other".
// Default: [DefaultOperations].
func Operations(n int) Option { return func(c *config) { c.operations = n } }

// Buckets are the upper bounds, in seconds, of the classic histogram. Without any
// there are native histograms only. Default: 5 ms to 60 s.
func Buckets(seconds ...float64) Option { return func(c *config) { c.buckets = seconds } }

var errNoRegisterer = errors.New("promoutbound: there is no registerer")

// New makes an observer for any number of clients and registers its metrics with
// reg. Where reg has them already, of an earlier New, they are shared. If another
// metric has one of their names, the error says which, and reg stays as it was.
func New(reg prometheus.Registerer, opts ...Option) (outbound.Observer, error) {
	if reg == nil {
		return outbound.Observer{}, errNoRegisterer
	}
	c := config{
		operations: DefaultOperations,
		buckets:    []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60},
	}
	for _, o := range opts {
		if o != nil {
			o(&c)
		}
	}
	m, err := register(reg, c)
	if err != nil {
		return outbound.Observer{}, err
	}
	o := &observer{
		metrics: m, clients: names{max: maxClients}, operations: names{max: c.operations}, origins: names{max: maxOrigins},
	}
	o.ended = o.attemptEnded
	return outbound.Observer{Begin: o.begin, Attempt: o.attempt, Backoff: o.backoff, Change: o.change, End: o.end}, nil
}
