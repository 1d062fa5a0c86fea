package clientconfig

import "fmt"

// CallUser calls f, a function of the user's, while a client is made. If f panics,
// CallUser returns the panic as a problem of the option.
func CallUser(option string, f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("outbound: %s: the function panicked: %v", option, p)
		}
	}()
	f()
	return nil
}
