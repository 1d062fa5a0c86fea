package oauth_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/auth/oauth"
)

func TestTheLifeOfATokenComesInManyShapes(t *testing.T) {
	const long = (1<<31 - 1) * time.Second
	for _, tt := range []struct {
		json, form string        // the value of expires_in; "-" leaves it out
		life       time.Duration // 0: not known
	}{
		{`3600`, `3600`, time.Hour}, {`"3600"`, ` 3600 `, time.Hour}, {`3600.0`, `3600.0`, time.Hour}, {`3599.87`, `3599.87`, 3599 * time.Second},
		{`3.6e3`, `3.6E3`, time.Hour}, {`"3.6e3"`, `%2B3600`, time.Hour}, {`0.5`, `.5`, time.Second},
		{`-`, `-`, 0}, {`null`, ``, 0}, {`""`, `null`, 0}, {`0`, `0`, 0}, {`"soon"`, `soon`, 0}, {`{}`, `NaN`, 0}, {`[3600]`, `1h`, 0}, {`true`, `true`, 0},
		{`-5`, `-5`, -5 * time.Second}, {`"-5"`, `-5.0`, -5 * time.Second},
		{`1e300`, `1e300`, long}, {`99999999999999999999`, `99999999999999999999`, long}, {`1e400`, `1e400`, long}, {`"Infinity"`, `inf`, long},
	} {
		member, param := `,"expires_in":`+tt.json, "&expires_in="+tt.form
		if tt.json == "-" {
			member, param = "", ""
		}
		for contentType, body := range map[string]string{
			"application/json":                  `{"access_token":"abc","token_type":"bearer"` + member + `}`,
			"application/json; charset=utf-8":   "\ufeff" + `{"access_token":"abc","token_type":"bearer"` + member + `}`,
			"text/plain":                        "\r\n" + `{"access_token":"abc","token_type":"bearer"` + member + `}`,
			"application/x-www-form-urlencoded": "access_token=abc&token_type=bearer" + param,
			"text/html":                         "access_token=abc&token_type=bearer" + param,
		} {
			synctest.Test(t, func(t *testing.T) {
				e := &endpoint{script: []http.HandlerFunc{status(200, contentType, body)}}
				tok, err := oauth.ClientCredentials(config(), e.client())(t.Context())
				if err != nil || tok.Value != "abc" || tok.Type != "bearer" || e.asked() != 1 {
					t.Errorf("%s %s: got %v, %v after %d questions", contentType, body, tok, err, e.asked())
				}
				want := time.Time{}
				if tt.life != 0 {
					want = time.Now().Add(tt.life)
				}
				if !tok.Expiry.Equal(want) {
					t.Errorf("%s %s: expires at %v, want %v", contentType, body, tok.Expiry, want)
				}
			})
		}
	}
}

func TestATokenIsTakenWhateverElseTheAnswerHas(t *testing.T) {
	for _, body := range []string{
		`{"access_token":"abc","token_type":7}`, `{"access_token":"abc","refresh_token":null,"scope":["a"]}`,
		`{"access_token":"abc","error":null}`, `{"access_token":"abc","error":""}`, `{"access_token":"abc","error_description":{}}`,
	} {
		e := &endpoint{script: []http.HandlerFunc{status(200, "application/json", body)}}
		if tok, err := oauth.ClientCredentials(config(), e.client())(t.Context()); err != nil || tok.Value != "abc" {
			t.Errorf("%s: got %v, %v", body, tok, err)
		}
	}
}
