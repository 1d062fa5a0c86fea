package transport

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"example.com/outbound/internal/redact"
)

// readRootCAs reads PEM files. A file without a certificate, or with one that does
// not parse, is an error: otherwise the first sign of a missing authority would be a
// failed handshake with a server of it.
func readRootCAs(files []string) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	var errs []error
	if len(files) == 0 {
		errs = append(errs, errors.New("outbound: WithRootCAs: no file"))
	}
	for _, f := range files {
		if err := addRootCAs(pool, f); err != nil {
			errs = append(errs, fmt.Errorf("outbound: WithRootCAs: %w", err))
		}
	}
	return pool, errors.Join(errs...)
}

func addRootCAs(pool *x509.CertPool, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return redact.Error(err)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // a byte order mark hides the first block
	all, n := data, 0
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		n++
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return fmt.Errorf("%s: certificate %d: %w", redact.Path(file), n, err)
		}
		pool.AddCert(cert)
	}
	if blocks := bytes.Count(all, []byte("-----BEGIN CERTIFICATE-----")); n > 0 && n < blocks {
		return fmt.Errorf("%s: a certificate is cut off or damaged: %d of %d can be read", redact.Path(file), n, blocks)
	}
	if n == 0 {
		return fmt.Errorf("%s has no certificate", redact.Path(file))
	}
	return nil
}

// KeyPair is the files of a client certificate and its key.
type KeyPair struct{ Cert, Key string }

// reloading returns a source of the certificate that reads the files again when
// they change. Files that cannot be read later keep the last good certificate:
// they are often replaced one after the other.
func (p KeyPair) reloading() (func(*tls.CertificateRequestInfo) (*tls.Certificate, error), error) {
	r := &reloader{pair: p}
	if err := r.load(); err != nil {
		return nil, fmt.Errorf("outbound: WithClientCertificate(%q, %q): %w", redact.Path(p.Cert), redact.Path(p.Key), redact.Error(err))
	}
	return r.get, nil
}

type reloader struct {
	pair KeyPair

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
	cert, err := tls.LoadX509KeyPair(r.pair.Cert, r.pair.Key)
	if err != nil {
		return err
	}
	r.cert, r.stamp = &cert, now
	return nil
}

func (r *reloader) stamps() [2]stamp {
	s := stampsOf([]string{r.pair.Cert, r.pair.Key})
	return [2]stamp{s[0], s[1]}
}

// stampsOf tells whether files have changed.
func stampsOf(files []string) []stamp {
	all := make([]stamp, len(files))
	for i, f := range files {
		if info, err := os.Stat(f); err == nil {
			all[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return all
}
