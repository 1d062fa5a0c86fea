// Package transport is the built-in base of a client: net/http's transport with
// the numbers of a production client, its proxy, certificates, address guard and
// generations of connections.
package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"
)

// Config is what the options of a client ask of its base. The zero value with
// MinTLS set is the default.
type Config struct {
	Proxy    string // URL; "": the environment's
	Direct   bool   // no proxy
	RootCAs  []string
	Cert     KeyPair
	CertFunc certFunc
	MinTLS   uint16
	Insecure bool
	Guard    bool // public addresses only
	Allow    []netip.Prefix
	MaxAge   time.Duration // of a connection, 0 = no bound
	Resolver *net.Resolver
	Tune     func(*http.Transport)
	Changed  int // how often Tune or CertFunc was set: functions cannot be compared
}

// Same reports whether one pool serves both.
func (c Config) Same(o Config) bool {
	return c.Proxy == o.Proxy && c.Direct == o.Direct && slices.Equal(c.RootCAs, o.RootCAs) && c.Cert == o.Cert &&
		c.MinTLS == o.MinTLS && c.Insecure == o.Insecure && c.Guard == o.Guard && slices.Equal(c.Allow, o.Allow) &&
		c.MaxAge == o.MaxAge && c.Resolver == o.Resolver && c.Changed == o.Changed
}

// Numbers of the built-in base. An idle connection is given up before a server
// or a proxy with the usual 60 s does it at the moment of the next request. A
// dial of 5 s leaves time for a second address after one that does not answer.
// There is no bound on the headers of a response: that of the attempt holds.
const (
	dialTimeout      = 5 * time.Second
	keepAlive        = 30 * time.Second
	handshakeTimeout = 5 * time.Second
	continueTimeout  = time.Second
	idleConns        = 1000
	idleConnsPerHost = 100
	idleConnTimeout  = 55 * time.Second
	maxHeaderBytes   = 1 << 20
	http2PingAfter   = 15 * time.Second
	http2PingTimeout = 5 * time.Second
)

// New makes the base: a pool with HTTP/2 under every TLS option, pings that find
// dead HTTP/2 connections, and a bound on every phase of a connection. It reads
// the files of c and reports all problems at once.
func New(c Config) (*Pool, error) {
	stamps := stampsOf(c.RootCAs) // before they are read: a change from now on is seen
	tlsConfig, err := c.tls()
	find, perr := c.proxy()
	dial, derr := c.dialer(find)
	if err = errors.Join(err, perr, derr); err != nil {
		return nil, err
	}
	t := &http.Transport{
		Proxy:                  find.request,
		DialContext:            dial,
		TLSClientConfig:        tlsConfig,
		TLSHandshakeTimeout:    handshakeTimeout,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: http2PingAfter, PingTimeout: http2PingTimeout},
		MaxIdleConns:           idleConns,
		MaxIdleConnsPerHost:    idleConnsPerHost,
		IdleConnTimeout:        idleConnTimeout,
		ExpectContinueTimeout:  continueTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		OnProxyConnectResponse: find.refused,
	}
	if find == nil {
		t.Proxy, t.OnProxyConnectResponse = nil, nil
	}
	if c.Tune != nil {
		proxy := t.Proxy
		c.Tune(t)
		if c.Guard {
			if err := checkGuarded(t, dial, proxy); err != nil {
				return nil, err
			}
		}
	}
	return newPool(c, t, stamps), nil
}

// tls reports an unreadable file by its name.
func (c Config) tls() (*tls.Config, error) {
	cfg := &tls.Config{MinVersion: c.MinTLS, InsecureSkipVerify: c.Insecure} // MinTLS is checked below
	var errs []error
	if c.MinTLS < tls.VersionTLS10 || c.MinTLS > tls.VersionTLS13 {
		errs = append(errs, fmt.Errorf("outbound: WithMinTLS(%#04x): no TLS version", c.MinTLS))
	}
	if c.RootCAs != nil {
		pool, err := readRootCAs(c.RootCAs)
		errs = append(errs, err)
		cfg.RootCAs = pool
	}
	switch {
	case c.CertFunc != nil:
		cfg.GetClientCertificate = withKind(c.CertFunc)
	case c.Cert != KeyPair{}:
		get, err := c.Cert.reloading()
		errs = append(errs, err)
		cfg.GetClientCertificate = get
	}
	return cfg, errors.Join(errs...)
}

type (
	certFunc  = func(*tls.CertificateRequestInfo) (*tls.Certificate, error)
	dialFunc  = func(ctx context.Context, network, addr string) (net.Conn, error)
	proxyFunc = func(*http.Request) (*url.URL, error)
)
