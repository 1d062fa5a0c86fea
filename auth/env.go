package auth

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

// Env is the token in an environment variable, white space around it cut off.
// The variable is read before every request. It is an error if it is not set or
// empty.
func Env(name string) TokenSource {
	return func(context.Context) (Token, error) {
		value := strings.TrimSpace(os.Getenv(name))
		if value == "" {
			return Token{}, fmt.Errorf("environment variable %s is not set", name)
		}
		return Token{Value: value, Expiry: time.Now()}, nil
	}
}
