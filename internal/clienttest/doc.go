// Package clienttest tests what a client says of itself: what New refuses, Settings,
// how a client is printed, and what the error of a call explains.
package clienttest
