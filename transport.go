package outbound

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"time"

	"example.com/outbound/httperror"
)

// transportConfig is what the proxy and TLS options make.
type transportConfig struct {
	proxy    string
	direct   bool
	rootCAs  []string
	cert     keyPair
	minTLS   uint16
	insecure bool
	tune     func(*http.Transport)
	changed  int // how often tune was set
}

// same reports whether one pool serves both.
func (t transportConfig) same(o transportConfig) bool {
	return t.proxy == o.proxy && t.direct == o.direct && slices.Equal(t.rootCAs, o.rootCAs) && t.cert == o.cert &&
		t.minTLS == o.minTLS && t.insecure == o.insecure && t.changed == o.changed
}

// custom reports whether an option asked for something that another base could
// not follow.
func (t transportConfig) custom() bool { return !t.same(defaults().transport) }

// makeBase returns what the chain stands on, and the pool if that is ours.
func (c *core) makeBase(old *core) (http.RoundTripper, *http.Transport, error) {
	if isNil(c.mock) || isNil(c.config.base) {
		return nil, nil, errors.New("outbound: WithTransport: a nil pointer is no transport")
	}
	given := c.mock
	if given == nil {
		given = c.config.base
	}
	if c.mock == nil && given != nil && c.transport.custom() {
		return nil, nil, errors.New("outbound: WithTransport: it cannot follow a proxy, TLS or transport option; leave one of them out")
	}
	if given == nil && old != nil && old.pool != nil && c.transport.same(old.transport) {
		return old.pool, old.pool, nil
	}
	pool, err := c.newPool()
	if err != nil {
		return nil, nil, err
	}
	if given != nil {
		return given, nil, nil
	}
	if c.transport.tune != nil {
		c.transport.tune(pool)
	}
	return pool, pool, nil
}

// isNil reports whether rt is a nil pointer, which is not the same as no base.
func isNil(rt http.RoundTripper) bool {
	v := reflect.ValueOf(rt)
	return rt != nil && v.Kind() == reflect.Pointer && v.IsNil()
}

// Numbers of the built-in base. An idle connection is given up before a server
// or a proxy with the usual 60 s does it at the moment of the next request. A
// dial of 5 s leaves time for a second address after one that does not answer.
const (
	dialTimeout        = 5 * time.Second
	keepAlive          = 30 * time.Second
	handshakeTimeout   = 5 * time.Second
	continueTimeout    = time.Second
	idleConns          = 1000
	idleConnsPerHost   = 100
	idleConnTimeout    = 55 * time.Second
	maxHeaderBytes     = 1 << 20
	http2PingAfter     = 15 * time.Second
	http2PingTimeout   = 5 * time.Second
	proxyConnectFailed = "the proxy refused CONNECT with status "
)

// newPool makes the built-in base: a pool with HTTP/2 under every TLS option,
// pings that find dead HTTP/2 connections, and a bound on every phase.
func (c *core) newPool() (*http.Transport, error) {
	tlsConfig, err := c.transport.tlsConfig()
	proxy, perr := c.transport.proxyFunc()
	if err = errors.Join(err, perr); err != nil {
		return nil, err
	}
	t := &http.Transport{
		Proxy:                  proxy,
		DialContext:            watched((&net.Dialer{Timeout: dialTimeout, KeepAlive: keepAlive}).DialContext),
		TLSClientConfig:        tlsConfig,
		TLSHandshakeTimeout:    handshakeTimeout,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: http2PingAfter, PingTimeout: http2PingTimeout},
		MaxIdleConns:           idleConns,
		MaxIdleConnsPerHost:    idleConnsPerHost,
		IdleConnTimeout:        idleConnTimeout,
		ExpectContinueTimeout:  continueTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		OnProxyConnectResponse: refusedConnect,
	}
	return t, nil
}

// refusedConnect types the answer of a proxy that does not open the tunnel.
func refusedConnect(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &httperror.Error{Kind: httperror.Proxy, Err: errors.New(proxyConnectFailed + strconv.Itoa(resp.StatusCode))}
}

// tlsConfig reports an unreadable file by its name.
func (t transportConfig) tlsConfig() (*tls.Config, error) {
	cfg := &tls.Config{MinVersion: t.minTLS, InsecureSkipVerify: t.insecure}
	var errs []error
	if t.minTLS < tls.VersionTLS10 || t.minTLS > tls.VersionTLS13 {
		errs = append(errs, fmt.Errorf("outbound: WithMinTLS(%#04x): no TLS version", t.minTLS))
	}
	if t.rootCAs != nil {
		pool, err := readRootCAs(t.rootCAs)
		errs = append(errs, err)
		cfg.RootCAs = pool
	}
	if t.cert != (keyPair{}) {
		get, err := t.cert.reloading()
		errs = append(errs, err)
		cfg.GetClientCertificate = get
	}
	return cfg, errors.Join(errs...)
}
