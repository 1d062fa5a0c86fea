package config

import (
	"crypto/tls"
	"fmt"
	"math"
	"regexp"
	"time"

	"github.com/rs/zerolog"
	"golang.org/x/oauth2"

	"example.com/outbound/httperror"
	"example.com/outbound/middleware/breaker"
	"example.com/outbound/middleware/limit"
	"example.com/outbound/retry"
)

// unlimited is a number or a time without a bound, none a buffer that is off.
const (
	unlimited = retry.Unlimited
	none      = -1
)

// The patterns are anchored regular expressions that Go and ECMA-262 read alike.
const (
	anyText     = `^[\s\S]*$`
	timeText    = `(0|([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+)$`
	sizeText    = `^[0-9]+(B|KB|MB|GB|KiB|MiB|GiB)?$`
	tokenText   = "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" // RFC 9110, section 5.6.2
	fieldText   = `^[^\x00-\x08\x0a-\x1f\x7f]*$`
	networkText = `^[0-9A-Fa-f:.]+/[0-9]+$`
	serverText  = `^\[?[0-9A-Fa-f:.]+\]?(:[0-9]+)?$`
	secretText  = `\$\{(env|file):[^}]+\}`
	lowestCode  = 100
	highestCode = 999
)

// scalars are the sorts of values by the name in the tag "as".
var scalars = map[string]*scalar{
	"flag": {want: "true or false", flag: true, parse: func(_ *scalar, w word) (any, error) { return !w.isFalse(), nil },
		refuse: func(w word) string { return fmt.Sprintf("%s is neither true nor false", w) }},

	// time.Duration
	"time":     {pattern: "^" + timeText, number: zero, parse: parseTime, format: formatTime, refuse: noTime},
	"bound":    {pattern: "^" + timeText, words: []choice{{"unlimited", time.Duration(unlimited)}}, parse: parseBound, format: formatTime, refuse: noTime},
	"span":     {pattern: "^" + timeText, parse: parseSpan, format: formatTime, refuse: noTime},
	"patience": {pattern: "^" + timeText, number: zero, words: []choice{{"0s", limit.Never}}, parse: parsePatience, format: formatTime, refuse: noTime},
	"change":   {pattern: "^-?" + timeText, number: zero, parse: parseTime, format: formatTime, refuse: noTime},

	// int64, bytes
	"size":   {want: sizeWanted, pattern: sizeText, number: from(0), parse: parseSize(0), format: formatSize},
	"buffer": {want: sizeWanted, pattern: sizeText, number: from(1), words: []choice{{"none", int64(none)}}, parse: parseSize(1), format: formatSize},

	// int
	"count": {want: "a whole number of 0 or more", number: from(0), parse: parseInt(0, math.MaxInt32)},
	"attempts": {number: from(1), words: []choice{{"unlimited", unlimited}}, parse: parseInt(1, math.MaxInt32),
		refuse: func(w word) string { return fmt.Sprintf("%s is neither a whole number of 1 or more nor unlimited", w) }},
	"number of": {want: "a whole number of 1 or more", number: from(1), parse: parseInt(1, math.MaxInt32)},
	"row": {number: from(1), words: []choice{{"off", breaker.Off}}, parse: parseInt(1, math.MaxInt32),
		refuse: func(w word) string { return fmt.Sprintf("%s is neither a whole number of 1 or more nor off", w) }},
	"queue": {number: from(1), words: []choice{{"none", limit.NoQueue}}, parse: parseInt(1, math.MaxInt32),
		refuse: func(w word) string { return fmt.Sprintf("%s is neither a whole number of 1 or more nor none", w) }},
	"code": {want: "a status code", number: schema{"type": "integer", "minimum": lowestCode, "maximum": highestCode},
		parse: parseInt(lowestCode, highestCode)},

	// float64
	"number": {want: "a number of 0 or more", number: schema{"type": "number", "minimum": 0}, parse: parseNumber,
		format: formatNumber},

	"share": {want: "a number above 0 and at most 1", number: schema{"type": "number", "exclusiveMinimum": 0, "maximum": 1}, parse: parseAbove(1), format: formatNumber},
	"rate":  {want: "a number above 0", number: schema{"type": "number", "exclusiveMinimum": 0}, parse: parseAbove(math.MaxFloat64), format: formatNumber},

	// string; text, field, address and secret may have references
	"text":    {pattern: anyText, parse: parseText, refuse: noText},
	"field":   {pattern: fieldText, parse: parseText, refuse: noField},
	"address": {pattern: fieldText, parse: parseAddress, format: formatAddress, refuse: noField},
	"secret":  {pattern: secretText, parse: parseText, refuse: func(word) string { return errSecret.Error() }},
	"name":    {want: "a name", pattern: `^[\s\S]+$`, parse: asWritten},
	"coding":  {want: "the name of a content coding, as in zstd or br", pattern: tokenText, parse: asWritten},
	"method":  {want: "a method", pattern: tokenText, parse: asWritten},

	// of the network
	"network": {pattern: networkText, parse: parseNetwork, refuse: noNetwork},
	"server":  {pattern: serverText, parse: parseServer, refuse: func(word) string { return errNoServer.Error() }},

	// words
	"pace":  {words: []choice{{"hold", limit.Hold}, {"spread", limit.Spread}, {"ignore", limit.Ignore}}},
	"mode":  {words: []choice{{"clip", retry.Clip}, {"before", retry.Before}, {"after", retry.After}}},
	"kind":  {words: kinds()},
	"level": {words: []choice{{"trace", zerolog.TraceLevel}, {"debug", zerolog.DebugLevel}, {"info", zerolog.InfoLevel}, {"warn", zerolog.WarnLevel}, {"error", zerolog.ErrorLevel}}},
	"style": {words: []choice{{"auto", oauth2.AuthStyleAutoDetect}, {"header", oauth2.AuthStyleInHeader}, {"params", oauth2.AuthStyleInParams}}},
	"tls":   {words: []choice{{"1.2", uint16(tls.VersionTLS12)}, {"1.3", uint16(tls.VersionTLS13)}}},
}

func init() {
	for _, s := range scalars {
		if s.pattern != "" {
			s.regexp = regexp.MustCompile(s.pattern)
		}
	}
}

var (
	zero     = schema{"type": "integer", "minimum": 0, "maximum": 0}
	negative = regexp.MustCompile("^-?" + timeText)
	tokenRE  = regexp.MustCompile(tokenText)
	fieldRE  = regexp.MustCompile(fieldText)
)

func from(n int) schema { return schema{"type": "integer", "minimum": n} }

func kinds() (out []choice) {
	for _, k := range []httperror.Kind{
		httperror.Request, httperror.Canceled, httperror.Deadline, httperror.Timeout, httperror.DNS, httperror.Connect,
		httperror.TLS, httperror.Proxy, httperror.Reset, httperror.Protocol, httperror.Body, httperror.TooLarge,
		httperror.Redirect, httperror.ClientStatus, httperror.RateLimited, httperror.ServerStatus, httperror.Decode,
		httperror.Auth, httperror.Closed, httperror.CircuitOpen, httperror.Limited, httperror.Blocked, httperror.Unknown,
	} {
		out = append(out, choice{string(k), k})
	}
	return out
}
