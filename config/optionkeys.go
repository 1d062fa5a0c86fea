package config

import (
	"errors"
	"regexp"
)

// each takes apart what errors.Join has joined.
func each(err error) []error {
	if err == nil {
		return nil
	}
	var j interface{ Unwrap() []error }
	if errors.As(err, &j) {
		return j.Unwrap()
	}
	return []error{err}
}

// keys of the settings by the option that they make.
var keyOfOption = map[string]string{
	"WithBaseURL": "base_url", "WithHeader": "headers", "WithUserAgent": "user_agent", "WithTimeout": "timeout",
	"WithAttemptTimeout": "attempt_timeout", "WithBodyIdleTimeout": "body_idle_timeout", "WithRetry": "retry",
	"WithLogger": "logging", "WithAuth": "auth", "WithProxy": "proxy", "WithMaxRedirects": "max_redirects",
	"WithMaxResponseBytes": "max_response_bytes", "WithRequestID": "request_id", "WithSecretNames": "secret_names",
	"WithGuard": "guard", "WithMaxConnAge": "max_conn_age", "WithResolver": "resolver", "WithDeadlineHeader": "deadline_header",
	"WithCoding": "codings", "WithCookieJar": "cookie_jar", "WithRootCAs": "tls.root_cas", "WithClientCertificate": "tls.client_certificate",
	"WithBreaker": "breaker", "WithGate": "gate", "WithRateLimit": "rate_limit", "WithConcurrency": "concurrency",
}

var optionName = regexp.MustCompile(`^(With[A-Za-z]+)(?:\("([^"]*)"\))?`)

// keyOf is the key of the setting that an error of outbound.New is about, by its
// text after the names of the package and the client.
func keyOf(text string) string {
	m := optionName.FindStringSubmatch(text)
	switch {
	case m == nil:
		return ""
	case m[1] == "WithHeader":
		return "headers." + m[2]
	}
	return keyOfOption[m[1]]
}
