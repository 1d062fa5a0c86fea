// Package layers has the layers of the chain that need the record of a call and no
// package of their own: the bounds of a call and of an attempt, and the innermost
// one, which types what the transport returns.
package layers
