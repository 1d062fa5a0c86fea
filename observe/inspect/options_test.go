package inspect_test

import (
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/observe/inspect"
	"example.com/outbound/retry"
)

func retries(n int) outbound.Option {
	return outbound.WithRetry(retry.Policy{Attempts: n, MaxElapsed: retry.Unlimited, MaxWait: time.Second})
}

func perAttempt(i *inspect.Inspector) outbound.Option {
	return outbound.WithLayer(middleware.PerAttempt, "inspect", i.Layer())
}

func withBreaker() outbound.Option { return outbound.WithBreaker(breaker.Policy{}) }
