package faultserver

import (
	"net"
	"syscall"
	"testing"
	"time"
)

// Blackhole returns an address on host, a loopback address, where a SYN gets no
// reply: a socket that accepts nothing, with its backlog full.
func Blackhole(tb testing.TB, host [4]byte, port int) (addr string) {
	tb.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		tb.Fatalf("faultserver: socket: %v", err)
	}
	tb.Cleanup(func() { _ = syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: host, Port: port}); err != nil {
		tb.Fatalf("faultserver: bind: %v", err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		tb.Fatalf("faultserver: listen: %v", err)
	}
	name, err := syscall.Getsockname(fd)
	if err != nil {
		tb.Fatalf("faultserver: getsockname: %v", err)
	}
	own := name.(*syscall.SockaddrInet4)
	addr = (&net.TCPAddr{IP: own.Addr[:], Port: own.Port}).String()
	for { // until one hangs
		c, err := net.DialTimeout("tcp4", addr, 100*time.Millisecond)
		if err != nil {
			return addr
		}
		tb.Cleanup(func() { _ = c.Close() })
	}
}
