package outbound

import "fmt"

// recovered calls a function of the user's while a client is made. A panic of it is
// a problem of the option.
func recovered(option string, f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("outbound: %s: the function panicked: %v", option, p)
		}
	}()
	f()
	return nil
}
