package main

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// servers are the other ends of the calls.
type servers struct {
	web, other, tls, proxy *httptest.Server
	closed                 string // an address at which nothing listens
	names                  net.PacketConn
}

func start() *servers {
	quiet := log.New(io.Discard, "", 0)
	serve := func(h http.Handler, tls bool) *httptest.Server {
		s := httptest.NewUnstartedServer(h)
		s.Config.ErrorLog = quiet
		if tls {
			s.StartTLS()
		} else {
			s.Start()
		}
		return s
	}
	s := &servers{}
	s.other = serve(http.NotFoundHandler(), false)
	s.web = serve(s.handler(), false)
	s.tls = serve(http.NotFoundHandler(), true)
	s.proxy = serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", `Basic realm="`+secret+`"`)
		status(w, http.StatusProxyAuthRequired, secret)
	}), false)
	gone := serve(http.NotFoundHandler(), false)
	gone.Close()
	s.closed = gone.URL
	s.names, _ = net.ListenPacket("udp", "127.0.0.1:0")
	go answerNames(s.names)
	return s
}

func (s *servers) close() {
	for _, srv := range []*httptest.Server{s.web, s.other, s.tls, s.proxy} {
		srv.CloseClientConnections()
		srv.Close()
	}
	_ = s.names.Close()
}

// handler fails in a way of its own for every path.
func (s *servers) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.PathValue("code"))
		status(w, code, `{"secret":"`+secret+`"}`)
	})
	mux.HandleFunc("/pause", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		status(w, http.StatusTooManyRequests, secret)
	})
	mux.HandleFunc("/reset", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		panic(http.ErrAbortHandler) // closes the connection
	})
	mux.HandleFunc("/silent", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-r.Context().Done()
	})
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) {
		part(w)
		<-r.Context().Done()
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		part(w)
		panic(http.ErrAbortHandler)
	})
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, s.other.URL+"/invoices?token="+secret, http.StatusTemporaryRedirect)
	})
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/loop?token="+secret, http.StatusFound)
	})
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { status(w, http.StatusOK, large(1<<20)) })
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		status(w, http.StatusOK, `<!doctype html><title>Sign in</title><input name="password" value="`+secret+`">`)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		status(w, http.StatusUnauthorized, `{"error":"invalid_client","error_description":"`+secret+`"}`)
	})
	return mux
}

// part writes 70000 of 90000 bytes.
func part(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "90000")
	_, _ = io.WriteString(w, large(70000))
	w.(http.Flusher).Flush()
}

// resolver asks the name server of the program.
func (s *servers) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", s.names.LocalAddr().String())
	}}
}

// answerNames says of every name that it does not exist (RFC 1035, section 4.1.1).
func answerNames(c net.PacketConn) {
	buf := make([]byte, 512)
	for {
		n, from, err := c.ReadFrom(buf)
		if err != nil {
			return
		}
		if n < 12 {
			continue
		}
		reply := append([]byte(nil), buf[:n]...)
		reply[2] |= 0x80                    // a response
		reply[3] = reply[3]&0xf0 | 0x80 | 3 // recursion available, NXDOMAIN
		reply[10], reply[11] = 0, 0         // without the additional records
		_, _ = c.WriteTo(reply[:12+question(reply[12:])], from)
	}
}

// question is the length of the first question: a name, its type and class.
func question(b []byte) int {
	n := 0
	for n < len(b) && b[n] != 0 {
		n += int(b[n]) + 1
	}
	return min(n+5, len(b))
}
