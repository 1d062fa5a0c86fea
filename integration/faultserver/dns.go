package faultserver

import (
	"context"
	"maps"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Names is a DNS server over UDP. Names it does not hold do not exist. It is safe
// for concurrent use.
type Names struct {
	Addr string // host and port

	mu     sync.Mutex
	hosts  map[string][]netip.Addr
	silent bool
}

// StartNames serves hosts, by name without the last dot.
func StartNames(tb testing.TB, hosts map[string][]netip.Addr) *Names {
	tb.Helper()
	return (&Names{hosts: maps.Clone(hosts)}).start(tb)
}

// Set gives a name other addresses from now on.
func (n *Names) Set(host string, addrs ...netip.Addr) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hosts[host] = addrs
}

// lookUp returns the addresses of a name; ok is false if it does not exist.
func (n *Names) lookUp(name dnsmessage.Name) (addrs []netip.Addr, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	addrs, ok = n.hosts[strings.TrimSuffix(strings.ToLower(name.String()), ".")]
	return addrs, ok
}

// StartSilentNames takes questions and never answers.
func StartSilentNames(tb testing.TB) *Names {
	tb.Helper()
	return (&Names{silent: true}).start(tb)
}

// Dialer resolves with this server and nothing else. timeout bounds one dial,
// the resolution and all addresses included.
func (n *Names) Dialer(timeout time.Duration) *net.Dialer {
	return &net.Dialer{Timeout: timeout, Resolver: n.Resolver()}
}

// Resolver asks this server and no other.
func (n *Names) Resolver() *net.Resolver {
	var d net.Dialer
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := d.DialContext(ctx, "udp4", n.Addr)
		if err == nil { // package net reads on after it has given up a lookup
			context.AfterFunc(ctx, func() { _ = c.Close() })
		}
		return c, err
	}}
}

func (n *Names) start(tb testing.TB) *Names {
	tb.Helper()
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("faultserver: listen: %v", err)
	}
	n.Addr = c.LocalAddr().String()
	ended := make(chan struct{})
	tb.Cleanup(func() {
		_ = c.Close()
		<-ended
	})
	go func() {
		defer close(ended)
		n.serve(c)
	}()
	return n
}

func (n *Names) serve(c net.PacketConn) {
	b := make([]byte, 1500)
	for {
		size, from, err := c.ReadFrom(b)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if n.silent || m.Unpack(b[:size]) != nil || len(m.Questions) != 1 {
			continue
		}
		if answer, err := n.answer(m).Pack(); err == nil {
			_, _ = c.WriteTo(answer, from)
		}
	}
}

func (n *Names) answer(m dnsmessage.Message) *dnsmessage.Message {
	q := m.Questions[0]
	a := &dnsmessage.Message{
		Header:    dnsmessage.Header{ID: m.ID, Response: true, Authoritative: true, RCode: dnsmessage.RCodeSuccess},
		Questions: m.Questions,
	}
	addrs, ok := n.lookUp(q.Name)
	if !ok {
		a.RCode = dnsmessage.RCodeNameError
	}
	for _, addr := range addrs {
		var body dnsmessage.ResourceBody
		switch {
		case addr.Is4() && q.Type == dnsmessage.TypeA:
			body = &dnsmessage.AResource{A: addr.As4()}
		case !addr.Is4() && q.Type == dnsmessage.TypeAAAA:
			body = &dnsmessage.AAAAResource{AAAA: addr.As16()}
		default:
			continue
		}
		a.Answers = append(a.Answers, dnsmessage.Resource{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1}, Body: body,
		})
	}
	return a
}
