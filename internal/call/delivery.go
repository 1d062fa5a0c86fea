package call

import "example.com/outbound/httperror"

// delivery is the worst that is known of the attempts of a call.
type delivery uint8

var deliveries = [...]httperror.Delivery{httperror.NotSent, httperror.NotSent, httperror.Answered, httperror.MaybeProcessed}

func (d *delivery) add(v httperror.Delivery) {
	for rank := len(deliveries) - 1; rank > int(*d); rank-- {
		if deliveries[rank] == v {
			*d = delivery(rank)
			return
		}
	}
}

func (d delivery) value() httperror.Delivery { return deliveries[d] }

// deliveryOf says whether a server can have processed the request of an attempt
// that has failed with e; a nil e is a response. On net/http's own base the
// connections tell, on another one the type of the error.
func deliveryOf(a *Attempt, e *httperror.Error) httperror.Delivery {
	if e == nil {
		return httperror.Answered
	}
	ev := a.evidence.Load()
	switch e.Kind {
	case httperror.Auth:
		if a.body.Held() { // a challenge that could not be answered
			return httperror.Answered
		}
		return httperror.NotSent // a status is that of the server that issues tokens
	case httperror.Closed, httperror.CircuitOpen, httperror.Limited, httperror.Blocked:
		return httperror.NotSent
	case httperror.Request:
		if ev == nil || !ev.Connected() {
			return httperror.NotSent
		}
		return httperror.MaybeProcessed // a body that is shorter or longer than announced
	case httperror.Body, httperror.Decode, httperror.TooLarge:
		return httperror.Answered
	case httperror.Canceled, httperror.Deadline, httperror.Timeout:
		if !a.reachedBase() {
			return httperror.NotSent // while a layer had the request
		}
	}
	switch {
	case e.StatusCode != 0:
		return httperror.Answered
	case ev != nil && (!ev.Connected() || httperror.RefusedStreamNetHTTP(e)),
		ev == nil && (httperror.NothingSent(e) || e.Kind == httperror.Proxy):
		return httperror.NotSent
	}
	return httperror.MaybeProcessed
}

// reachedBase reports whether the request may have come to the base of the chain.
// Outside a client, where no layer notes it, that is always possible.
func (a *Attempt) reachedBase() bool { return a.call.Settings == noSettings || a.is(reached) }

// addInFlight notes, for a call that ends while an attempt is under way, that the
// request may have been processed. The caller holds no lock.
func (c *Call) addInFlight() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.number > c.complete {
		c.delivery.add(httperror.MaybeProcessed)
	}
}
