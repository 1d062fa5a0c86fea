package redact_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/outbound/internal/redact"
)

func TestAnEverydayNameOfASecretWasNone(t *testing.T) {
	for _, name := range strings.Fields(`
		pass user_pass userPass dbpass X-Pass passcode psk wifi-psk auth_key subscription-key Ocp-Apim-Subscription-Key app_key appKey APP_KEY
		application_key signing_key encryption_key master_key account_key consumer_key license_key client_key x-functions-key
		PHPSESSID sid connect.sid totp otp_code mfa_code security_code cvv2 creds SAMLResponse connection_string connectionString
		webhook_url dsn mnemonic pan iban device_code verification_code backup_codes code_verifier _csrf X-XSRF-TOKEN db_pw
		password passwd api_key apikey API-KEY access_token refreshToken client_secret Authorization Proxy-Authorization
		user[password] card.pin card[number] api[key] key X-Auth basic_auth id_token_hint privateKeys api_keys user[code]
		PaſſWord toKen ACCESSKEY`) {
		if !redact.Sensitive(name) {
			t.Errorf("%s promises no secret, want one", name)
		}
	}
}

func TestAHarmlessNameWasASecret(t *testing.T) {
	for _, name := range strings.Fields(`
		code error.code error_code errorCode errors[code] status_code statusCode country_code postal_code zipCode currencyCode languageCode
		public_key publicKey primary_key foreignKey sort_key partition_key cacheKey idempotency_key Idempotency-Key
		name id author compass bypass passenger passive spinner pinned opinion monkey keyboard keys decode encoded barcode
		ssid pancake assign design signal token_type max_tokens usage.prompt_tokens page limit Content-Type sidebar dsnx`) {
		if redact.Sensitive(name) {
			t.Errorf("%s promises a secret, want none", name)
		}
	}
	for name, want := range map[string]bool{"code": true, "Code": true, "error_code": false, "error.code": false, "password": true, "page": false} {
		if got := (*redact.Names)(nil).Param(name); got != want {
			t.Errorf("the parameter %s: got %v, want %v", name, got, want)
		}
	}
}

func TestNamesOfAnOrganisationAreSecretsEverywhere(t *testing.T) {
	n := redact.NewNames("Tax-Number", "customer.ref", "User-Agent", "")
	for name, want := range map[string]bool{
		"tax_number": true, "taxNumber": true, "TAXNUMBER": true, "person[tax-number]": true, "customer[ref]": true, "customerRef": true,
		"number": false, "tax": false, "ref": false, "password": true,
	} {
		if got := n.Sensitive(name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
	m := redact.Masker{Names: n}
	for got, want := range map[string]string{
		string(m.JSON([]byte(`{"taxNumber":"1","a":2}`), long)):                                                               `{"taxNumber":"xxxxx","a":2}`,
		string(m.JSON([]byte(`{"name":"tax_number","value":"1"}`), 99)):                                                       `{"name":"tax_number","value":"xxxxx"}`,
		string(m.XML([]byte(`<a><TaxNumber>1</TaxNumber></a>`), 99)):                                                          `<a><TaxNumber>xxxxx</TaxNumber></a>`,
		string(m.Form([]byte(`tax_number=1&a=2`), 99)):                                                                        `tax_number=xxxxx&a=2`,
		m.Query("tax_number=1&a=2&code=3", nil):                                                                               `tax_number=xxxxx&a=2&code=xxxxx`,
		m.Text("the tax-number: 1"):                                                                                           "the tax-number: xxxxx",
		n.Header(http.Header{"User-Agent": {"1"}}).Get("User-Agent"):                                                          redact.Mask,
		n.Error(errors.New("bad tax_number=1")).Error():                                                                       "bad tax_number=xxxxx",
		string(m.Multipart([]byte("--b\r\nContent-Disposition: form-data; name=tax_number\r\n\r\n1\r\n--b--\r\n"), "b", 999)): "--b\r\nContent-Disposition: form-data; name=tax_number\r\n\r\nxxxxx\r\n--b--\r\n",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if h := n.ResponseHeader(http.Header{"Tax-Number": {"1"}}); len(h) != 0 {
		t.Errorf("got %v, want the field removed", h)
	}
	more := n.With("extra")
	if !more.Sensitive("extra") || !more.Sensitive("tax_number") || n.Sensitive("extra") {
		t.Error("With changed the names it was called on, or lost them")
	}
	if redact.NewNames() != nil || redact.NewNames(" ", "-") != nil {
		t.Error("got names where none were added, want nil")
	}
}

func TestASensitiveNameMakesNothingOnTheHeap(t *testing.T) {
	n := redact.NewNames("iban")
	for _, name := range []string{"Content-Type", "X-Api-Key", "user[address][postalCode]", "page"} {
		if got := testing.AllocsPerRun(100, func() { n.Param(name) }); got != 0 {
			t.Errorf("%s: got %v allocations, want 0", name, got)
		}
	}
}
