// Package docs is the manual: pages, and the pictures in them, which programs
// draw.
package docs

//go:generate go run ./waits
//go:generate go run ../internal/storm
//go:generate go run ./options
//go:generate go run ./layers
