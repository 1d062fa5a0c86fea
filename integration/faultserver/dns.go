package faultserver

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Names is a DNS server over UDP. Names it does not hold do not exist.
type Names struct {
	Addr string // host and port

	hosts  map[string][]netip.Addr
	silent bool
}

// StartNames serves hosts, by name without the last dot.
func StartNames(tb testing.TB, hosts map[string][]netip.Addr) *Names {
	tb.Helper()
	return (&Names{hosts: hosts}).start(tb)
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
	addrs, ok := n.hosts[strings.TrimSuffix(strings.ToLower(q.Name.String()), ".")]
	if !ok {
		a.RCode = dnsmessage.RCodeNameError
	}
	for _, addr := range addrs {
		if addr.Is4() && q.Type == dnsmessage.TypeA {
			a.Answers = append(a.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
				Body:   &dnsmessage.AResource{A: addr.As4()},
			})
		}
	}
	return a
}
