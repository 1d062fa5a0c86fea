package config_test

import "testing"

func TestAnExplanationHasWhatItsClientHasInForce(t *testing.T) {
	f := parse(t, `presets:
  house: {extends: standard, headers: {Accept-Language: en, X-Api-Key: "${env:ABSENT_KEY}"}}
  ledger:
    extends: house
    base_url: "${env:ABSENT_URL}"
    proxy: "http://u:${env:ABSENT}@proxy.example.com:3128"
    tls: {root_cas: [absent.pem], client_certificate: {cert: absent.pem, key: absent.key}}
    auth: [{bearer: "${env:ABSENT}"}]
    timeout: 0
`)
	x, err := f.Explain("ledger")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range x.Client {
		got[s.Name] = s.Value + " from " + s.Origin
	}
	for name, want := range map[string]string{
		"name": "ledger from ledger", "base_url": "${env:ABSENT_URL} from ledger", "timeout": "none from ledger", "max_redirects": "10 from default",
		"headers.Accept-Language": "en from ledger", "attempt_timeout": "10s from ledger", "proxy": "http://u:${env:ABSENT}@proxy.example.com:3128 from ledger",
		"tls.root_cas": "[absent.pem] from ledger", "log": "off from default",
		"headers.X-Api-Key": "${env:ABSENT_KEY} from ledger", "tls.client_certificate": "{cert: absent.pem, key: absent.key} from ledger",
	} {
		if got[name] != want {
			t.Errorf("%s: got %q, want %q", name, got[name], want)
		}
	}
}
