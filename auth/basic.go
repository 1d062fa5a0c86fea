package auth

import (
	"encoding/base64"
	"errors"
	"strings"
)

var (
	errNoUser    = errors.New("user and password are empty")
	errUserColon = errors.New("the user has a colon, so that no server could tell it from the password")
	errControl   = errors.New("the credentials have a control character, such as a line break at the end")
)

// Basic sends user and password in the Authorization field (RFC 7617), encoded
// as they are, which servers take for UTF-8. One of the two may be empty. A user
// with a colon cannot be told from its password (section 2): that is a problem of
// outbound.New, as are control characters, and elsewhere an error of every
// request.
func Basic(user, password string) Scheme {
	var problem error
	switch {
	case user == "" && password == "":
		problem = errNoUser
	case strings.Contains(user, ":"):
		problem = errUserColon
	case hasControl(user + password):
		problem = errControl
	}
	return newField("Basic", problem, "Authorization", basic(user, password), user, password)
}

func basic(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}
