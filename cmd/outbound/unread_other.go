//go:build !linux

package main

import "os"

// whenUnread does nothing: the next write fails when the pipe has no reader.
func whenUnread(*os.File, func()) {}
