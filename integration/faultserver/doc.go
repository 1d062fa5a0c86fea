// Package faultserver serves faults over real sockets: an HTTP/1.1, HTTP/2,
// TLS, proxy and DNS server on 127.0.0.1 that fails as its script says, and
// counts what it saw.
//
//	srv := faultserver.Start(t, faultserver.CloseUnanswered(), faultserver.JSON(`{"ok":true}`))
//	resp, err := client.Get(srv.URL) // first request: closed without a byte
//	srv.WaitIdle(t)                  // no connection is left open
//
// A script is a list of steps. Every request takes the next one, whatever
// connection it comes on, and the last step repeats. Steps that act on the bare
// connection, such as [ResetAtAccept], are taken when a connection is accepted.
//
// Every server ends with the test that started it: its listener, its
// connections and its goroutines.
package faultserver
