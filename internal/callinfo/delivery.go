package callinfo

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
	if e == nil || e.StatusCode != 0 || e.Kind == httperror.Body || e.Kind == httperror.Decode || e.Kind == httperror.TooLarge {
		return httperror.Answered
	}
	switch e.Kind {
	case httperror.Request, httperror.Auth, httperror.Closed, httperror.CircuitOpen, httperror.Limited, httperror.Blocked:
		return httperror.NotSent
	}
	ev := a.evidence.Load()
	switch {
	case ev != nil && (!ev.Connected() || httperror.RefusedStreamNetHTTP(e)),
		ev == nil && (httperror.NothingSent(e) || e.Kind == httperror.Proxy):
		return httperror.NotSent
	}
	return httperror.MaybeProcessed
}
