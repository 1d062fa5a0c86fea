package integration_test

import (
	"net"
	"net/netip"
	"testing"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// The address 127.0.0.1 stands for a public one, because it is allowed. Nothing of
// 127.0.0.2 is.
var (
	public   = netip.MustParseAddr("127.0.0.1")
	private  = netip.MustParseAddr("127.0.0.2")
	guarding = outbound.WithGuard(netip.PrefixFrom(public, 32))
)

func guardFaults() []fault {
	blocked := outcome{kind: httperror.Blocked} // before the first attempt
	return []fault{
		{name: "guard: a private address", provoke: within(on(), outbound.WithGuard()), get: blocked, post: blocked},
		{name: "guard: an address that is allowed", provoke: within(on(), guarding), get: answered(1), post: answered(1)},
		{name: "guard: a private address by its name", provoke: guardedName(private), get: blocked, post: blocked},
		{name: "guard: a name with private addresses only", provoke: guardedName(private, netip.IPv6Loopback(), netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("fd00::1")), get: blocked, post: blocked},
		{name: "guard: a private address before a public one", provoke: guardedName(private, public), get: answered(1), post: answered(1)},
		{name: "guard: a private address of IPv6 beside a public one", provoke: guardedName(netip.IPv6Loopback(), public), get: answered(1), post: answered(1)},
		{name: "guard: a name that is public first and private then", provoke: rebound, get: blocked, post: blocked},
		{name: "guard: a redirect to a private address", provoke: redirectedInside(""), get: failed(httperror.Blocked), post: failed(httperror.Blocked)},
		{name: "guard: a redirect to a private address in its IPv6 form", provoke: redirectedInside("[::ffff:127.0.0.2]"), get: failed(httperror.Blocked), post: failed(httperror.Blocked)},
		{name: "guard: a proxy at an address that is not allowed", provoke: guardedProxy(private), get: blocked, post: blocked},
		{name: "guard: a proxy at an address that is allowed", provoke: guardedProxy(public), get: answered(1), post: answered(1)},
	}
}

// guardedName is a scene of one server on the public address, and one on the same
// port of the private address, which must not see a connection.
func guardedName(addrs ...netip.Addr) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := on()(t)
		inside, port := besides(t, s.seen)
		s.url = "http://" + net.JoinHostPort(originHost, port) + "/x"
		names := faultserver.StartNames(t, map[string][]netip.Addr{originHost: addrs})
		s.opts = []outbound.Option{guarding, outbound.WithResolver(names.Resolver())}
		s.after = func(t *testing.T) { unasked(t, inside) }
		return s
	}
}

// besides is a server on the private address, on the port of srv.
func besides(t *testing.T, srv *faultserver.Server) (inside *faultserver.Server, port string) {
	t.Helper()
	_, port, _ = net.SplitHostPort(srv.Addr)
	return faultserver.StartAt(t, net.JoinHostPort(private.String(), port)), port
}

// rebound is a scene whose name has the public address, and between two calls gets
// the private one.
func rebound(t *testing.T) scene {
	t.Helper()
	s := on(faultserver.Answer(200, "{}", "Content-Type", "application/json", "Connection", "close"))(t)
	inside, port := besides(t, s.seen)
	s.url, s.warm = "http://"+net.JoinHostPort(originHost, port)+"/x", true
	names := faultserver.StartNames(t, map[string][]netip.Addr{originHost: {public}})
	s.opts = []outbound.Option{guarding, outbound.WithResolver(names.Resolver())}
	s.between = func() { names.Set(originHost, private) }
	s.after = func(t *testing.T) { unasked(t, inside) }
	return s
}

// redirectedInside is a scene whose server redirects to the private address, or to
// host.
func redirectedInside(host string) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		inside := faultserver.StartAt(t, private.String()+":0")
		to := inside.URL
		if _, port, _ := net.SplitHostPort(inside.Addr); host != "" {
			to = "http://" + host + ":" + port
		}
		s := within(on(faultserver.Redirect(302, to+"/y")), guarding)(t)
		s.after = func(t *testing.T) { unasked(t, inside) }
		return s
	}
}

// guardedProxy is a scene of a proxy with a name, that has one address.
func guardedProxy(addr netip.Addr) func(*testing.T) scene {
	return func(t *testing.T) scene {
		t.Helper()
		s := on()(t)
		inside, port := besides(t, s.seen)
		names := faultserver.StartNames(t, map[string][]netip.Addr{"proxy.test": {addr}})
		s.url = "http://93.184.215.14/x" // the proxy answers in its place
		s.opts = []outbound.Option{guarding, outbound.WithProxy("http://proxy.test:" + port), outbound.WithResolver(names.Resolver())}
		s.after = func(t *testing.T) { unasked(t, inside) }
		return s
	}
}
