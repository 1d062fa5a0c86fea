//go:build tools

// Package tools pins what the Makefile runs and no importer compiles.
package tools

import _ "github.com/golangci/golangci-lint/v2/cmd/golangci-lint"
