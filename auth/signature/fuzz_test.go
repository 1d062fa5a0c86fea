package signature_test

import (
	"net/http"
	"testing"

	"example.com/outbound/auth/signature"
)

// FuzzVerify: no field of a request makes the verifier panic, and none that was
// not made with the key verifies.
func FuzzVerify(f *testing.F) {
	f.Add(`sig1=("@method" "@path");created=1;keyid="k1"`, "sig1=:AAAA:", "sha-256=:AAAA:")
	f.Add(`a=(), b=("x";bs "y";key="z" "@query-param";name="q");alg="hmac-sha256"`, `a=:AA==:, b=:AA==:`, "")
	f.Add(`sig1=1`, `sig1=("a")`, `sha-256=1`)
	f.Add(`sig1=(1 2.0 :AA==: @12 %"a")`, `sig1=:AA==:`, ``)
	f.Fuzz(func(t *testing.T, input, sum, digest string) {
		req, err := http.NewRequest(http.MethodPost, "https://api.example.com/a?q=1", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		req.Header = http.Header{"Signature-Input": {input}, "Signature": {sum}, "Content-Digest": {digest}, "Y": {"z=1"}, "X": {"1"}}
		for _, components := range [][]string{nil, {"@method"}, {"x;bs"}} {
			if s, err := signature.Verify(req, func(string) any { return []byte("a key that nobody has") }, components...); err == nil {
				t.Fatalf("verifies: %+v", s)
			}
		}
	})
}
