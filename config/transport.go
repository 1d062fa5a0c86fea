package config

import (
	"os"
	"time"

	"example.com/outbound"
)

// transport is how the requests of a preset are sent.
type transport struct {
	option outbound.Option
	base   base
}

// base is what the built-in base of a preset depends on. Two versions of a preset
// with the same one share their connections.
type base struct {
	proxy    *proxy
	tls      *tlsSection
	values   []string // of the references in them, and what is in the files of authorities
	guard    *guard
	age      time.Duration
	resolver *resolverOf
	bounded  bool // the wait for response headers is bounded where the call or the attempt is
}

// transport returns the options of a preset that make the built-in base.
func (f *File) transport(e *entry, r *resolver) transport {
	var opts []outbound.Option
	read := len(r.read)
	switch p := e.preset.Proxy; {
	case p == nil || p.Environment:
	case p.None:
		opts = append(opts, outbound.WithoutProxy())
	default:
		opts = append(opts, outbound.WithProxy(r.address("proxy", p.URL, "http", "https", "socks5", "socks5h")))
	}
	t := or(e.preset.TLS)
	if t.RootCAs != nil && !r.preview {
		if files, ok := r.authorities(t.RootCAs); ok {
			opts = append(opts, outbound.WithRootCAs(files...))
		}
	}
	if t.ClientCert != nil && !r.preview {
		opts = append(opts, outbound.WithClientCertificate(r.path(t.ClientCert.Cert), r.path(t.ClientCert.Key)))
	}
	if t.MinVersion != nil {
		opts = append(opts, outbound.WithMinTLS(*t.MinVersion))
	}
	if or(t.Insecure) {
		opts = append(opts, outbound.WithInsecureSkipVerify())
	}
	opts = append(opts, e.preset.Guard.options()...)
	if age := or(e.preset.MaxConnAge); age > 0 {
		opts = append(opts, outbound.WithMaxConnAge(age))
	}
	opts = append(opts, e.preset.Resolver.options()...)
	bounded := e.preset.Timeout == nil || *e.preset.Timeout > 0 || e.preset.AttemptTimeout == nil || *e.preset.AttemptTimeout > 0
	return transport{outbound.Options(opts...), base{
		proxy: e.preset.Proxy, tls: e.preset.TLS, values: r.read[read:len(r.read):len(r.read)],
		guard: e.preset.Guard, age: or(e.preset.MaxConnAge), resolver: e.preset.Resolver, bounded: bounded,
	}}
}

// path returns the path of a file that the presets name. A file that exists must be a
// regular one, because reading another might never end. It may be made later.
func (r *resolver) path(name string) string {
	path := r.file.resolvePath(r.text(name))
	if !r.preview {
		if err := checkRegular(path); err != nil && !os.IsNotExist(err) {
			r.bad(err)
		}
	}
	return path
}

// authorities returns the paths of the files, and remembers their content: a client
// reads them again by itself and keeps the last good ones, but a watch says that one
// has become unreadable. ok is false if one of them cannot be read.
func (r *resolver) authorities(names []string) (files []string, ok bool) {
	before := len(r.problems)
	for _, name := range names {
		path := r.file.resolvePath(r.text(name))
		data, err := readFile(path)
		if err != nil {
			r.bad(err)
		}
		files, r.read, r.files = append(files, path), append(r.read, string(data)), append(r.files, path)
	}
	return files, len(r.problems) == before
}
