// Package resiliencetest tests breakers, gates and limits beneath a client.
package resiliencetest
