package signature

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
)

// newParams are the parameters of a signature (RFC 9421, section 2.3). The nonce
// lets a server refuse a signature that it has seen, and not the next attempt.
func newParams(created time.Time, keyID, alg string) *httpsfv.Params {
	p := httpsfv.NewParams()
	p.Add("created", created.Unix())
	p.Add("keyid", keyID)
	p.Add("alg", alg)
	p.Add("nonce", rand.Text())
	return p
}

// base is the text that is signed (section 2.5). A component that req does not
// have is an error.
func base(req *http.Request, list httpsfv.InnerList) (string, error) {
	var b strings.Builder
	seen := map[string]bool{}
	for _, item := range list.Items {
		id, err := httpsfv.Marshal(item)
		if err != nil {
			return "", fmt.Errorf("signature: %w", err)
		}
		v, has, err := value(req, item)
		switch {
		case err != nil:
			return "", err
		case seen[id]:
			return "", fmt.Errorf("signature: the component %s is covered twice", id)
		case !has:
			return "", fmt.Errorf("signature: the request has no %s", id)
		}
		seen[id] = true
		b.WriteString(id + ": " + v + "\n")
	}
	params, err := httpsfv.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("signature: %w", err)
	}
	b.WriteString(`"@signature-params": ` + params)
	return b.String(), nil
}
