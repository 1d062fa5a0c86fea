// Package networktest tests what is beneath a client: proxies, the guard of addresses,
// certificates, the age of connections, and the bounds of their phases.
package networktest
