package digest_test

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

const (
	user, password = `Jäsøn "Doe"`, "Secret, or not?"
	realm          = "http-auth@example.org"
)

// server checks Digest credentials, written from RFC 7616, section 3.4.
type server struct {
	algorithm, qop string
	uses           int      // of a nonce; 0: no bound
	noStale        bool     // it does not say that a nonce is stale
	challenges     []string // instead of its own; "%s" is the nonce

	mu      sync.Mutex
	nonces  int
	counts  map[string]int
	asked   int // requests
	refused int // of these, with credentials
	bodies  []string
}

var hashes = map[string]func() hash.Hash{
	"": md5.New, "MD5": md5.New, "SHA-256": sha256.New, "SHA-512-256": sha512.New512_256, "SHA-512": sha512.New,
}

var param = regexp.MustCompile(`([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))`)

func params(field string) map[string]string {
	p := map[string]string{}
	for _, m := range param.FindAllStringSubmatch(field, -1) {
		p[m[1]] = regexp.MustCompile(`\\(.)`).ReplaceAllString(m[2], "$1") + m[3]
	}
	return p
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	body, _ := io.ReadAll(r.Body)
	field := r.Header.Get("Authorization")
	ok, stale := s.check(r, params(field), string(body))
	switch {
	case ok:
		s.bodies = append(s.bodies, string(body))
		_, _ = io.WriteString(w, "welcome")
		return
	case field != "":
		s.refused++
	}
	s.challenge(w, stale && !s.noStale)
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = io.WriteString(w, "who are you?")
}

// check reports whether the credentials are right, and if they only were.
func (s *server) check(r *http.Request, p map[string]string, body string) (ok, stale bool) {
	algorithm := p["algorithm"]
	newHash := hashes[algorithm]
	if newHash == nil || p["username"] != user || p["uri"] != r.RequestURI {
		return false, false
	}
	h := func(parts ...string) string {
		sum := newHash()
		_, _ = io.WriteString(sum, strings.Join(parts, ":"))
		return hex.EncodeToString(sum.Sum(nil))
	}
	a2 := []string{r.Method, p["uri"]}
	if p["qop"] == "auth-int" {
		a2 = append(a2, h(body))
	}
	want := h(h(user, realm, password), p["nonce"], h(a2...))
	if p["qop"] != "" {
		want = h(h(user, realm, password), p["nonce"], p["nc"], p["cnonce"], p["qop"], h(a2...))
	}
	if p["response"] != want || s.challenges == nil && (algorithm != s.algorithm || p["qop"] != firstQOP(s.qop)) {
		return false, false
	}
	if s.counts == nil {
		s.counts = map[string]int{}
	}
	s.counts[p["nonce"]]++
	n, _ := strconv.ParseInt(p["nc"], 16, 64)
	if p["qop"] != "" && int(n) != s.counts[p["nonce"]] || s.uses > 0 && s.counts[p["nonce"]] > s.uses {
		return false, true
	}
	return true, false
}

func firstQOP(list string) string {
	if strings.Contains(list, "auth") && strings.Contains(list, ",") {
		return "auth"
	}
	return list
}

func (s *server) challenge(w http.ResponseWriter, stale bool) {
	s.nonces++
	nonce := fmt.Sprintf("nonce%d", s.nonces)
	for _, c := range s.challenges {
		w.Header().Add("WWW-Authenticate", strings.ReplaceAll(c, "%s", nonce))
	}
	if s.challenges != nil {
		return
	}
	c := fmt.Sprintf(`Digest realm=%q, nonce=%q, opaque="o"`, realm, nonce)
	if s.qop != "" {
		c += fmt.Sprintf(`, qop=%q`, s.qop)
	}
	if s.algorithm != "" {
		c += ", algorithm=" + s.algorithm
	}
	if stale {
		c += ", stale=TRUE"
	}
	w.Header().Set("WWW-Authenticate", c)
}
