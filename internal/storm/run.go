package main

import (
	"sync"
	"time"
)

const (
	clients      = 500 // callers
	flakySeconds = 300
)

// outcome is what became of a simulation, by second: of the calls that began in
// it, how many were answered, and how many requests the server saw.
type outcome struct{ answered, sent []int }

// simulate lets every client make a call a second for so many of them. It must
// run in a bubble of virtual time.
func simulate(s *server, seconds int, p peer) outcome {
	const longest = 300 // seconds that the last call may take
	s.begin, s.sent = time.Now(), make([]int, seconds+longest)
	answered := make([]int, seconds)
	var mu sync.Mutex
	var all sync.WaitGroup
	var c *client
	for i := range clients {
		if i%max(1, p.callers) == 0 {
			c = newClient(i, p, s)
		}
		fails := newDice(i, "fails")
		call := c.caller(newDice(i, "jitter"))
		counted := func(second int) {
			if call(fails) == nil {
				mu.Lock()
				defer mu.Unlock()
				answered[second]++
			}
		}
		all.Go(func() {
			// No two calls begin at the same instant, so that the outcome does
			// not depend on who is woken first.
			time.Sleep(time.Duration(i)*time.Second/clients + time.Duration(i))
			for second := range seconds {
				all.Go(func() { counted(second) })
				time.Sleep(time.Second + 13*time.Nanosecond)
			}
		})
	}
	all.Wait()
	return outcome{answered, s.sent}
}

// amplification is the number of requests sent per request needed during the
// outage.
func (o outcome) amplification() float64 {
	sum := 0
	for _, n := range o.sent[int(outageBegin/time.Second):int(outageEnd/time.Second)] {
		sum += n
	}
	return float64(sum) / (clients * (outageEnd - outageBegin).Seconds())
}

// recovery is the number of seconds after the outage until 99 % of the calls
// succeed for good; ok is false if they do not within the simulation.
func (o outcome) recovery() (seconds int, ok bool) {
	end := int(outageEnd / time.Second)
	for second, n := range o.answered {
		if second >= end && n*100 < clients*99 {
			seconds = second + 1 - end
		}
	}
	return seconds, seconds < len(o.answered)-end
}

// lost is the share of the calls that failed.
func (o outcome) lost() float64 {
	sum := 0
	for _, n := range o.answered {
		sum += n
	}
	return 1 - float64(sum)/float64(clients*len(o.answered))
}

// shares are the shares of the calls that were answered, by second.
func (o outcome) shares() []float64 {
	shares := make([]float64, len(o.answered))
	for second, n := range o.answered {
		shares[second] = float64(n) / clients
	}
	return shares
}
