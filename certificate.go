package outbound

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"example.com/outbound/internal/redact"
)

// readRootCAs reads PEM files. One without a certificate is an error: an empty
// pool would trust nobody.
func readRootCAs(files []string) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	var errs []error
	if len(files) == 0 {
		errs = append(errs, errors.New("outbound: WithRootCAs: no file"))
	}
	for _, f := range files {
		pem, err := os.ReadFile(f)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("outbound: WithRootCAs: %w", redact.Error(err)))
		case !pool.AppendCertsFromPEM(pem):
			errs = append(errs, fmt.Errorf("outbound: WithRootCAs: %s has no certificate", redact.Path(f)))
		}
	}
	return pool, errors.Join(errs...)
}

// keyPair is the files of a client certificate.
type keyPair struct{ cert, key string }

// reloading returns a source of the certificate that reads the files again when
// they change. Files that cannot be read later keep the last good certificate:
// they are often replaced one after the other.
func (p keyPair) reloading() (func(*tls.CertificateRequestInfo) (*tls.Certificate, error), error) {
	r := &reloader{pair: p}
	if err := r.load(); err != nil {
		return nil, fmt.Errorf("outbound: WithClientCertificate(%q, %q): %w", redact.Path(p.cert), redact.Path(p.key), redact.Error(err))
	}
	return r.get, nil
}

type reloader struct {
	pair keyPair

	mu    sync.Mutex
	cert  *tls.Certificate
	stamp [2]stamp
}

type stamp struct {
	modified time.Time
	size     int64
}

func (r *reloader) get(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stamps() != r.stamp {
		_ = r.load()
	}
	return r.cert, nil
}

func (r *reloader) load() error {
	now := r.stamps()
	cert, err := tls.LoadX509KeyPair(r.pair.cert, r.pair.key)
	if err != nil {
		return err
	}
	r.cert, r.stamp = &cert, now
	return nil
}

func (r *reloader) stamps() (s [2]stamp) {
	for i, f := range []string{r.pair.cert, r.pair.key} {
		if info, err := os.Stat(f); err == nil {
			s[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return s
}
