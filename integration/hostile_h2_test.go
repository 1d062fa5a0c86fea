package integration_test

import (
	"bytes"
	"strings"
	"time"

	"golang.org/x/net/http2"

	"example.com/outbound/httperror"
	"example.com/outbound/integration/faultserver"
)

// hostileH2 are servers that misuse HTTP/2 (RFC 9113, section 10.5). A WINDOW_UPDATE
// beyond the largest window of a stream is missing: net/http of Go 1.26.8 locks a mutex
// twice in processWindowUpdate, and neither the call nor Close returns.
func hostileH2() []hostile {
	flood := func(f func(w *http2.Framer, stream uint32) error) faultserver.StreamStep {
		return faultserver.H2Flood(func(w *http2.Framer, stream uint32, _ int) error { return f(w, stream) })
	}
	broken := []httperror.Kind{httperror.Protocol, httperror.Reset}
	endless := []httperror.Kind{httperror.Timeout, httperror.Protocol, httperror.Reset}
	row := func(name string, kinds []httperror.Kind, step faultserver.StreamStep) hostile {
		return hostile{name: name, provoke: h2(step), kinds: kinds}
	}
	return []hostile{
		row("each stream is reset", broken, faultserver.H2Reset(http2.ErrCodeCancel)),
		row("RST_STREAM without end", broken, flood(func(w *http2.Framer, stream uint32) error {
			return w.WriteRSTStream(stream, http2.ErrCodeCancel)
		})),
		row("RST_STREAM of streams that nobody opened", endless, flood(func(w *http2.Framer, stream uint32) error {
			return w.WriteRSTStream(stream+1000, http2.ErrCodeCancel)
		})),
		row("SETTINGS without end", endless, flood(func(w *http2.Framer, _ uint32) error {
			return w.WriteSettings(http2.Setting{ID: http2.SettingInitialWindowSize, Val: 1000})
		})),
		row("SETTINGS of a table of 4 GiB", endless, flood(func(w *http2.Framer, _ uint32) error {
			return w.WriteSettings(http2.Setting{ID: http2.SettingHeaderTableSize, Val: 1<<32 - 1})
		})),
		row("SETTINGS that allow no stream", endless, flood(func(w *http2.Framer, _ uint32) error {
			return w.WriteSettings(http2.Setting{ID: http2.SettingMaxConcurrentStreams, Val: 0})
		})),
		row("PING without end", endless, flood(func(w *http2.Framer, _ uint32) error {
			return w.WritePing(false, [8]byte{1})
		})),
		{name: "PING without end, and the acknowledgements are not read", kinds: endless,
			provoke: within(h2(faultserver.H2Deaf(flood(func(w *http2.Framer, _ uint32) error {
				return w.WritePing(false, [8]byte{1})
			}))), pings(200*time.Millisecond))},
		row("PING acknowledgements without end", endless, flood(func(w *http2.Framer, _ uint32) error {
			return w.WritePing(true, [8]byte{1})
		})),
		row("WINDOW_UPDATE without end", endless, flood(func(w *http2.Framer, _ uint32) error {
			return w.WriteWindowUpdate(0, 1)
		})),
		row("WINDOW_UPDATE beyond the largest window of a connection", broken, flood(func(w *http2.Framer, _ uint32) error {
			return w.WriteWindowUpdate(0, 1<<31-1)
		})),
		row("GOAWAY without end", endless, flood(func(w *http2.Framer, stream uint32) error {
			return w.WriteGoAway(stream, http2.ErrCodeNo, bytes.Repeat([]byte("x"), 16<<10))
		})),
		row("GOAWAY with an error without end", endless, flood(func(w *http2.Framer, stream uint32) error {
			return w.WriteGoAway(stream, http2.ErrCodeEnhanceYourCalm, bytes.Repeat([]byte("x"), 16<<10))
		})),
		row("PUSH_PROMISE without end", broken, flood(func(w *http2.Framer, stream uint32) error {
			return w.WritePushPromise(http2.PushPromiseParam{StreamID: stream, PromiseID: 2, EndHeaders: true})
		})),
		row("a header block without end", endless, faultserver.H2EndlessHead(strings.Repeat("a", 8<<10))),
		row("a header block of small fields without end", endless, faultserver.H2EndlessHead("")),
		row("CONTINUATION of nothing without end", endless, faultserver.H2Flood(func(w *http2.Framer, stream uint32, n int) error {
			if n == 0 {
				return w.WriteHeaders(http2.HeadersFrameParam{StreamID: stream})
			}
			return w.WriteContinuation(stream, false, nil)
		})),
		row("references to one large field", endless, faultserver.H2HeaderBomb()),
		row("DATA before any HEADERS", broken, flood(func(w *http2.Framer, stream uint32) error {
			return w.WriteData(stream, false, make([]byte, 16<<10))
		})),
		row("informational answers without end", endless, faultserver.H2Informational()),
		row("empty DATA without end", append(endless, httperror.Deadline, httperror.Body), faultserver.H2EndlessBody(0)),
		row("DATA without end", []httperror.Kind{httperror.TooLarge}, faultserver.H2EndlessBody(1<<10)),
		row("DATA beyond the window", []httperror.Kind{httperror.Body, httperror.TooLarge, httperror.Protocol}, faultserver.H2EndlessBody(16<<10)),
	}
}
