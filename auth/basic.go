package auth

import (
	"encoding/base64"
	"errors"
	"strings"
)

var errUser = errors.New("a user for Basic must not have a colon or a control character")

// Basic sends user and password in the Authorization field (RFC 7617), encoded
// as they are, which servers take for UTF-8. A user with a colon cannot be told
// from its password (section 2): every request then fails.
func Basic(user, password string) Scheme {
	if strings.Contains(user, ":") || hasControl(user+password) {
		return failing(errUser)
	}
	return header("Authorization", basic(user, password))
}

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}
