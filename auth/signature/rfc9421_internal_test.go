package signature

import (
	"bufio"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/dunglas/httpsfv"
)

// sections are those of testdata/rfc9421.txt.
func sections(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/rfc9421.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, section := range strings.Split(string(text), "== ")[1:] {
		name, body, _ := strings.Cut(section, "\n")
		out[name] = body
	}
	return out
}

// vector is a signed request of the RFC.
func vector(t *testing.T, text string) *http.Request {
	t.Helper()
	head, body, _ := strings.Cut(text, "\n\n")
	raw := strings.ReplaceAll(head, "\n", "\r\n") + "\r\n\r\n" + strings.TrimSpace(body)
	req, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// rfcKeys are the keys of appendix B.1, the private one where it can sign.
func rfcKeys(t *testing.T) func(string) any {
	t.Helper()
	keys := map[string]any{}
	for line := range strings.Lines(sections(t)["keys"]) {
		name, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		keys[name] = raw
		if key, err := x509.ParsePKIXPublicKey(raw); err == nil {
			keys[name] = key
		}
		if key, err := x509.ParsePKCS8PrivateKey(raw); err == nil {
			keys[name] = key.(ed25519.PrivateKey)
		}
	}
	return func(id string) any { return keys[id] }
}

// signatureOf is the one signature of a vector.
func signatureOf(t *testing.T, req *http.Request) (label string, list httpsfv.InnerList, sum []byte) {
	t.Helper()
	inputs, err := httpsfv.UnmarshalDictionary(req.Header.Values("Signature-Input"))
	if err != nil {
		t.Fatal(err)
	}
	sums, err := httpsfv.UnmarshalDictionary(req.Header.Values("Signature"))
	if err != nil {
		t.Fatal(err)
	}
	label = inputs.Names()[0]
	input, _ := inputs.Get(label)
	value, _ := sums.Get(label)
	return label, input.(httpsfv.InnerList), value.(httpsfv.Item).Value.([]byte)
}

func TestTheSignaturesOfTheRFCVerify(t *testing.T) {
	keys, n := rfcKeys(t), 0
	for name, text := range sections(t) {
		if name == "keys" {
			continue
		}
		n++
		t.Run(name, func(t *testing.T) {
			req := vector(t, text)
			label, list, sum := signatureOf(t, req)
			if err := newSignature(label, list).verify(req, list, sum, keys, nil); err != nil {
				t.Error(err)
			}
			req.Method, req.URL.Path, req.URL.RawQuery, req.Host = "PUT", "/other", "Pet=cat", "other.example"
			req.Header.Set("Content-Type", "text/plain")
			if err := newSignature(label, list).verify(req, list, sum, keys, nil); (err == nil) != (len(list.Items) == 0) {
				t.Errorf("another request: got %v with the components %v", err, newSignature(label, list).Components)
			}
		})
	}
	if n != 6 {
		t.Errorf("got %d vectors, want 6", n)
	}
}

func TestTheSignaturesOfTheRFCAreMade(t *testing.T) {
	for _, name := range []string{"B.2.5 hmac-sha256", "B.2.6 ed25519"} { // the others differ each time
		req := vector(t, sections(t)[name])
		label, list, _ := signatureOf(t, req)
		wantInput, want := req.Header.Get("Signature-Input"), req.Header.Get("Signature")
		req.Header.Del("Signature-Input")
		req.Header.Del("Signature")
		keyID, _ := list.Params.Get("keyid")
		alg, err := verifierOf(rfcKeys(t)(keyID.(string)))
		if err != nil {
			t.Fatal(err)
		}
		if err := sign(req, label, list, alg); err != nil {
			t.Fatal(err)
		}
		if got := req.Header.Get("Signature"); got != want || req.Header.Get("Signature-Input") != wantInput {
			t.Errorf("%s: got %s\n%s\nwant %s\n%s", name, req.Header.Get("Signature-Input"), got, wantInput, want)
		}
	}
}

func TestTheBaseOfTheRFC(t *testing.T) {
	req := vector(t, sections(t)["B.2.2 selected components, rsa-pss-sha512"])
	_, list, _ := signatureOf(t, req)
	got, err := base(req, list)
	const want = `"@authority": example.com
"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:
"@query-param";name="Pet": dog
"@signature-params": ("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"`
	if err != nil || got != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, got, want)
	}
}
