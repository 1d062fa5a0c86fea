package outbound_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"time"

	"example.com/outbound"
	"example.com/outbound/middleware"
	"example.com/outbound/mock"
)

// What docs/cookbook-clients.md shows of clients, layers and observers.

func Example_sharedPool() {
	client, err := api(outbound.WithTimeout(time.Minute))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	reports, err := client.With( // the same connections, other numbers
		outbound.WithTimeout(5*time.Minute),
		outbound.WithAttemptTimeout(2*time.Minute),
	)
	fmt.Println(len(reports.Chain()) == len(client.Chain()), err)
	// Output: true <nil>
}

type tenantKey struct{}

func Example_tenant() {
	tb := &exampleTB{}
	defer tb.cleanup()

	tenant := middleware.Before(func(req *http.Request) (*http.Request, error) {
		id, ok := req.Context().Value(tenantKey{}).(string)
		if !ok {
			return nil, errors.New("the context has no tenant")
		}
		req = req.Clone(req.Context())
		req.Header.Set("X-Tenant", id)
		return req, nil
	})
	option := outbound.WithLayer(middleware.PerCall, "tenant", tenant)

	client, base := mock.New(tb, option)
	base.On("GET", "/users/42", mock.Status(204))
	ctx := context.WithValue(context.Background(), tenantKey{}, "acme")
	_, err := outbound.Get[struct{}](ctx, client, "/users/42")
	fmt.Println(base.Requests()[0].Header.Get("X-Tenant"), err)
	_, err = outbound.Get[struct{}](context.Background(), client, "/users/42")
	fmt.Println(err)
	// Output:
	// acme <nil>
	// GET https://mock.test/users/42: unknown: the context has no tenant; the request was not sent
}

func Example_metric() {
	calls := map[string]int{}

	count := outbound.WithObserver(outbound.Observer{
		End: func(call middleware.Call, r outbound.CallResult) {
			kind := "ok"
			if r.Err != nil {
				kind = string(r.Err.Kind)
			}
			calls[kind]++ // with a lock, or a counter of your metrics library
		},
	})

	client, base, done := mocked(count)
	defer done()
	base.On("GET", "/users/42", mock.JSON(200, User{}), mock.Status(404))
	for range 2 {
		_, _ = outbound.Get[User](context.Background(), client, "/users/42")
	}
	fmt.Println(calls)
	// Output: map[client_status:1 ok:1]
}

// What docs/cookbook-clients.md shows of certificates and proxies.

func Example_mutualTLS() {
	dir, err := os.MkdirTemp("", "certificates")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	certFile, keyFile, caFile := filepath.Join(dir, "tls.crt"), filepath.Join(dir, "tls.key"), filepath.Join(dir, "ca.pem")
	writeCertificate(certFile, keyFile)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		fmt.Fprint(w, req.TLS.PeerCertificates[0].Subject.CommonName)
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	writePEM(caFile, "CERTIFICATE", server.Certificate().Raw)
	address := server.URL

	client, err := outbound.New(
		outbound.WithBaseURL(address),
		outbound.WithRootCAs(caFile), // these authorities, and no others
		outbound.WithClientCertificate(certFile, keyFile),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(outbound.Get[string](context.Background(), client, "/"))
	// Output: billing <nil>
}

func Example_privateCA() {
	dir, err := os.MkdirTemp("", "authorities")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	oldFile, newFile := filepath.Join(dir, "old.pem"), filepath.Join(dir, "new.pem")
	writeCertificate(oldFile, filepath.Join(dir, "old.key"))
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { fmt.Fprint(w, "hello") }))
	defer server.Close()
	writePEM(newFile, "CERTIFICATE", server.Certificate().Raw)
	address := server.URL

	client, err := outbound.New(
		outbound.WithBaseURL(address),
		outbound.WithRootCAs(oldFile, newFile), // these authorities, and no others
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(outbound.Get[string](context.Background(), client, "/"))
	// Output: hello <nil>
}

func Example_proxy() {
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		fmt.Fprint(w, "the proxy was asked for ", req.URL)
	}))
	defer proxy.Close()
	proxyURL := proxy.URL

	client, err := outbound.New(
		outbound.WithBaseURL("http://users.example.com"),
		outbound.WithProxy(proxyURL), // "http://user:password@proxy.internal:3128"
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	fmt.Println(outbound.Get[string](context.Background(), client, "/users/42"))
	// Output: the proxy was asked for http://users.example.com/users/42 <nil>
}

// writeCertificate makes a certificate for a client, and its key.
func writeCertificate(certFile, keyFile string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "billing"},
		NotAfter:     time.Now().Add(time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	writePEM(certFile, "CERTIFICATE", cert)
	writePEM(keyFile, "PRIVATE KEY", der)
}

func writePEM(name, kind string, der []byte) {
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		panic(err)
	}
}
