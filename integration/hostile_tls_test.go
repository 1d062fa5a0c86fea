package integration_test

import (
	"crypto/tls"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// hostileTLS are servers that do not let a handshake end.
func hostileTLS() []hostile {
	refused := []httperror.Kind{httperror.TLS}
	part := make([]byte, 16<<10)
	raw := func(name string, kinds []httperror.Kind, hello, part []byte) hostile {
		return hostile{name: name, kinds: kinds, provoke: func(t *testing.T) scene {
			srv := faultserver.StartRawTLS(t, hello, part)
			return scene{url: srv.URL + "/x", seen: srv}
		}}
	}
	late := []httperror.Kind{httperror.TLS, httperror.Timeout}
	begun := append(faultserver.ServerHello(), faultserver.LongCertificate(256<<10)...)
	return []hostile{
		{name: "a chain of 4000 certificates", kinds: refused, provoke: chained(4000)},
		{name: "a chain of 300 certificates that nobody trusts", kinds: refused, provoke: chained(300, distrusted)},
		raw("a certificate message of 16 MiB", refused, append(faultserver.ServerHello(), faultserver.LongCertificate(1<<24-1)...), part),
		raw("a certificate message of zeros, without end", late, begun, part),
		raw("empty records without end", late, faultserver.ServerHello(), nil),
		raw("hello after hello", late, faultserver.ServerHello(), faultserver.ServerHello()),
		raw("hello requests without end", late, []byte{0, 0, 0, 0}, []byte{0, 0, 0, 0}),
	}
}

// chained is a scene of a server that sends its certificate n times over.
func chained(n int, change ...func(*scene)) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := encrypted(func(c *tls.Config) {
			leaf := c.Certificates[0].Certificate[0]
			for range n {
				c.Certificates[0].Certificate = append(c.Certificates[0].Certificate, leaf)
			}
		})(t)
		for _, f := range change {
			f(&s)
		}
		return s
	}
}

func distrusted(s *scene) { s.opts = []outbound.Option(nil) }
