// Package restytest tests what of resty works beneath a client, method by method,
// and what is refused.
package restytest
