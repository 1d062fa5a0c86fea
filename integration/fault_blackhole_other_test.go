//go:build !linux

package integration_test

// blackholeFaults need a full backlog that drops a SYN, which is how Linux does it.
func blackholeFaults() []fault { return nil }
