package faultserver

import (
	"bytes"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

type h2conn struct {
	server  *Server
	raw     *net.TCPConn
	number  int
	script  *script[StreamStep]
	deaf    atomic.Bool // nothing more is read
	running sync.WaitGroup

	mu     sync.Mutex // for writing
	framer *http2.Framer
	frozen bool
}

func (h *h2conn) serve(maxStreams uint32) {
	defer h.running.Wait()
	defer h.raw.Close() // before the wait: it ends steps that write
	var settings []http2.Setting
	if maxStreams > 0 {
		settings = append(settings, http2.Setting{ID: http2.SettingMaxConcurrentStreams, Val: maxStreams})
	}
	h.write(func(f *http2.Framer) error { return f.WriteSettings(settings...) })
	for {
		frame, err := h.framer.ReadFrame()
		if err != nil {
			return
		}
		if h.deaf.Load() {
			h.running.Wait() // for the step that made it so
			return
		}
		h.handle(frame)
	}
}

func (h *h2conn) handle(frame http2.Frame) {
	switch f := frame.(type) {
	case *http2.SettingsFrame:
		if !f.IsAck() {
			h.write((*http2.Framer).WriteSettingsAck)
		}
	case *http2.PingFrame:
		if !f.IsAck() {
			h.write(func(w *http2.Framer) error { return w.WritePing(true, f.Data) })
		}
	case *http2.DataFrame:
		if n := uint32(len(f.Data())); n > 0 {
			h.write(func(w *http2.Framer) error { return w.WriteWindowUpdate(0, n) })
		}
	case *http2.MetaHeadersFrame:
		h.request(f)
	}
}

// request counts the request and gives it to the next step.
func (h *h2conn) request(f *http2.MetaHeadersFrame) {
	r := Request{
		Method: f.PseudoValue("method"), Target: f.PseudoValue("path"), Host: f.PseudoValue("authority"),
		Header: http.Header{}, Conn: h.number,
	}
	for _, field := range f.RegularFields() {
		r.Header.Add(field.Name, field.Value)
	}
	h.server.books.record(r)
	step, stream := h.script.take(), &Stream{ID: f.StreamID, Method: r.Method, conn: h}
	h.running.Go(func() { step(stream) })
}

// write sends frames, unless the connection is frozen.
func (h *h2conn) write(f func(*http2.Framer) error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.frozen {
		_ = f(h.framer)
	}
}

// fields encodes a block of header fields, names and values by turns. A fresh
// encoder without a table fits any decoder state.
func fields(pairs ...string) []byte {
	var b bytes.Buffer
	e := hpack.NewEncoder(&b)
	e.SetMaxDynamicTableSize(0)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = e.WriteField(hpack.HeaderField{Name: strings.ToLower(pairs[i]), Value: pairs[i+1]})
	}
	return b.Bytes()
}

// indexed encodes ":status: 200" and a field that enters the dynamic table, with a
// value of size bytes.
func indexed(name string, size int) []byte {
	var b bytes.Buffer
	e := hpack.NewEncoder(&b)
	_ = e.WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
	_ = e.WriteField(hpack.HeaderField{Name: name, Value: strings.Repeat("a", size)})
	return b.Bytes()
}
