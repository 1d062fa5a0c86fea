package callinfo

// Done is closed when the call ends or its bound has passed.
func (c *Call) Done() <-chan struct{} {
	c.watch()
	return c.scope.Done()
}

// Err is nil until the call has ended or its bound has passed.
func (c *Call) Err() error {
	c.check()
	return c.scope.Err()
}

// AfterFunc lets package context follow the call without a goroutine.
func (c *Call) AfterFunc(f func()) (stop func() bool) {
	c.watch()
	return c.scope.AfterFunc(f)
}

// Done is closed when the attempt ends or its bound has passed.
func (a *Attempt) Done() <-chan struct{} {
	a.call.watch()
	return a.scope.Done()
}

// Err is nil until the attempt has ended or its bound has passed.
func (a *Attempt) Err() error {
	a.call.check()
	return a.scope.Err()
}

// AfterFunc lets package context follow the attempt without a goroutine.
func (a *Attempt) AfterFunc(f func()) (stop func() bool) {
	a.call.watch()
	return a.scope.AfterFunc(f)
}
