package mock_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"example.com/outbound"
)

// closing is a request body that knows whether it was closed.
type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Close() error {
	c.closed.Store(true)
	return nil
}

// serve is a server on a socket that treats every connection with f.
func serve(t *testing.T, f func(*net.TCPConn)) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go f(c.(*net.TCPConn))
		}
	}()
	return l.Addr().String()
}

func onSocket(f func(*net.TCPConn)) func(*testing.T) *provoked {
	return func(t *testing.T) *provoked {
		return &provoked{fresh(t, &http.Transport{}), "http://" + serve(t, f) + "/x"}
	}
}

// fresh makes a connection for every request, as the mock does.
func fresh(t *testing.T, rt *http.Transport) *http.Transport {
	rt.DisableKeepAlives = true
	t.Cleanup(rt.CloseIdleConnections)
	return rt
}

func reset(c *net.TCPConn) {
	_ = c.SetLinger(0)
	_ = c.Close()
}

func hangUp(c *net.TCPConn) { _ = c.Close() }

// silence waits for the client to go.
func silence(c *net.TCPConn) {
	_, _ = io.Copy(io.Discard, c)
	_ = c.Close()
}

func say(text string) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		_, _ = io.WriteString(c, text)
		_ = c.Close()
	}
}

func sayAndWait(text string) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		_, _ = io.WriteString(c, text)
		silence(c)
	}
}

func afterRequest(f func(*net.TCPConn)) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		if req, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
			_, _ = io.Copy(io.Discard, req.Body)
		}
		f(c)
	}
}

func afterByte(f func(*net.TCPConn)) func(*net.TCPConn) {
	return func(c *net.TCPConn) {
		_, _ = c.Read(make([]byte, 1))
		f(c)
	}
}

// closedPort is an address without a listener.
func closedPort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func refusedPort(t *testing.T) *provoked {
	return &provoked{fresh(t, &http.Transport{}), "http://" + closedPort(t) + "/x"}
}

// unknownName asks a name server on loopback that knows no name.
func unknownName(t *testing.T) *provoked {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	go func() {
		buf := make([]byte, 512)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			buf[2], buf[3] = 0x81, 0x83 // a response: NXDOMAIN (RFC 1035, section 4.1.1)
			_, _ = pc.WriteTo(buf[:n], from)
		}
	}()
	dialer := &net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", pc.LocalAddr().String())
	}}}
	return &provoked{fresh(t, &http.Transport{DialContext: dialer.DialContext}), "http://nobody.example.com/x"}
}

func unknownAuthority(t *testing.T) *provoked {
	cert := issue(t, time.Now().Add(time.Hour))
	return onTLS(t, cert, x509.NewCertPool())
}

func expiredCertificate(t *testing.T) *provoked {
	cert := issue(t, time.Now().Add(-time.Hour))
	pool := x509.NewCertPool()
	pool.AddCert(cert.Leaf)
	return onTLS(t, cert, pool)
}

func onTLS(t *testing.T, cert tls.Certificate, roots *x509.CertPool) *provoked {
	addr := serve(t, func(c *net.TCPConn) {
		_ = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{cert}}).Handshake()
		_ = c.Close()
	})
	rt := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	return &provoked{fresh(t, rt), "https://" + addr + "/x"}
}

// issue makes a certificate for 127.0.0.1 that vouches for itself.
func issue(t *testing.T, until time.Time) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: until.Add(-48 * time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

func unreachableProxy(t *testing.T) *provoked {
	rt := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: closedPort(t)})}
	return &provoked{fresh(t, rt), "http://example.com/x"}
}

// denyingProxy is seen by the client's built-in base, which types the refusal.
func denyingProxy(t *testing.T) *provoked {
	addr := serve(t, afterRequest(say("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")))
	var base *http.Transport
	c, err := outbound.New(outbound.WithProxy("http://"+addr), outbound.WithTransportConfig(func(rt *http.Transport) { base = rt }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return &provoked{fresh(t, base), "https://example.com/x"}
}
