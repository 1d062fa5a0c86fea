package transport

import (
	"crypto/tls"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestRootCertificatesAreReadAgainWhenTheFilesChange(t *testing.T) {
	first, second := httptest.NewTLSServer(http.NotFoundHandler()), httptest.NewTLSServer(http.NotFoundHandler())
	defer first.Close()
	defer second.Close()
	file := filepath.Join(t.TempDir(), "ca.pem")
	write := func(data []byte) {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: first.Certificate().Raw})
	write(root)
	p, err := New(Config{MinTLS: tls.VersionTLS12, RootCAs: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	before := p.generation(now)
	write(append([]byte("# changed\n"), root...))
	if p.generation(now.Add(time.Second)) != before {
		t.Error("the files are looked at for every request")
	}
	after := p.generation(now.Add(2 * checkFiles))
	if after == before {
		t.Error("the files have changed, and the certificates have not")
	}
	write([]byte("no certificate"))
	if p.generation(now.Add(4*checkFiles)) != after {
		t.Error("files that cannot be read have replaced the last good ones")
	}
}

func TestAGenerationBeginsOnlyWhenTheOneBeforeIsTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, err := New(Config{MinTLS: tls.VersionTLS12, MaxAge: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		first := p.generation(time.Now())
		time.Sleep(53 * time.Second)
		if p.generation(time.Now()) != first {
			t.Error("replaced before its age less 10 %")
		}
		time.Sleep(14 * time.Second)
		second := p.generation(time.Now())
		if second == first {
			t.Error("not replaced at its age and 10 %")
		}
		for range 3 * keptGenerations {
			time.Sleep(2 * time.Minute)
			p.generation(time.Now())
		}
		if n := len(p.old); n > keptGenerations {
			t.Errorf("%d generations are kept", n)
		}
	})
}

func TestABaseWithoutGenerationsIsNetHTTPsOwn(t *testing.T) {
	p, err := New(Config{MinTLS: tls.VersionTLS12})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := p.Base().(*http.Transport); !ok {
		t.Errorf("the base is a %T", p.Base())
	}
}
