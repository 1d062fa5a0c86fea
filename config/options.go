package config

import (
	"crypto/tls"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"example.com/outbound"
)

// Option returns the preset of that name, with its references resolved, as an
// option of outbound.New. A reference that stands for nothing is an error. The
// retry budget and the cookie jar are made here: clients of one Option share
// them.
func (f *File) Option(name string) (outbound.Option, error) {
	e, err := f.entry(name)
	if err != nil {
		return nil, err
	}
	r := &resolver{file: f}
	return f.option(e, r), r.err(name)
}

// Client makes a client of the preset of that name. The options come after its
// own, and win.
func (f *File) Client(name string, opts ...outbound.Option) (*outbound.Client, error) {
	o, err := f.Option(name)
	if err != nil {
		return nil, err
	}
	return outbound.New(append([]outbound.Option{o}, opts...)...)
}

// option is the preset with what r makes of its references.
func (f *File) option(e *entry, r *resolver) outbound.Option {
	transport := f.transport(e, r)
	return outbound.Preset(e.name, transport, f.settings(e, r, transport, &parts{}))
}

func (f *File) entry(name string) (*entry, error) {
	if e := f.presets[name]; e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("config: there is no preset %q; %s", name, instead(name, slices.Collect(maps.Keys(f.presets))))
}

// err is what could not be resolved.
func (r *resolver) err(name string) error {
	if len(r.problems) == 0 {
		return nil
	}
	return fmt.Errorf("config: preset %q: %w", name, errors.Join(r.problems...))
}

// settings are the options of a preset that leave the base transport alone.
func (f *File) settings(e *entry, r *resolver, transport outbound.Option, shared *parts) outbound.Option {
	p := &e.preset
	var opts []outbound.Option
	add := func(is bool, o func() outbound.Option) {
		if is {
			opts = append(opts, o())
		}
	}
	add(p.BaseURL != nil, func() outbound.Option { return outbound.WithBaseURL(r.address(*p.BaseURL)) })
	for _, name := range slices.Sorted(maps.Keys(p.Headers)) {
		opts = append(opts, outbound.WithHeader(name, r.text(p.Headers[name])))
	}
	add(p.UserAgent != nil, func() outbound.Option { return outbound.WithUserAgent(r.text(*p.UserAgent)) })
	add(p.Timeout != nil, func() outbound.Option { return outbound.WithTimeout(time.Duration(*p.Timeout)) })
	add(p.AttemptTimeout != nil, func() outbound.Option { return outbound.WithAttemptTimeout(time.Duration(*p.AttemptTimeout)) })
	add(p.BodyIdleTimeout != nil, func() outbound.Option { return outbound.WithBodyIdleTimeout(time.Duration(*p.BodyIdleTimeout)) })
	policy, on := p.Retry.policy(shared)
	add(on, func() outbound.Option { return outbound.WithRetry(policy) })
	for i := range p.Auth {
		opts = append(opts, outbound.WithAuth(p.Auth[i].scheme(r, transport), texts(p.Auth[i].Origins)...))
	}
	add(p.MaxRedirects != nil, func() outbound.Option { return outbound.WithMaxRedirects(int(*p.MaxRedirects)) })
	add(p.MaxResponseBytes != nil, func() outbound.Option { return outbound.WithMaxResponseBytes(int64(*p.MaxResponseBytes)) })
	jar := shared.jarOf(p.CookieJar)
	add(jar != nil, func() outbound.Option { return outbound.WithCookieJar(jar) })
	add(p.RequestID != nil && !p.RequestID.Off, func() outbound.Option { return outbound.WithRequestID(string(p.RequestID.Header)) })
	add(bool(or(p.IdempotencyKeys)), outbound.WithIdempotencyKeys)
	add(f.logger != nil, func() outbound.Option { return outbound.WithLogger(*f.logger, p.Logging.options()...) })
	return outbound.Options(opts...)
}

// transport are the options of a preset that make the base transport.
func (f *File) transport(e *entry, r *resolver) outbound.Option {
	var opts []outbound.Option
	switch p := e.preset.Proxy; {
	case p == nil || p.Environment:
	case p.None:
		opts = append(opts, outbound.WithoutProxy())
	default:
		opts = append(opts, outbound.WithProxy(r.address(p.URL)))
	}
	t := or(e.preset.TLS)
	if t.RootCAs != nil && !r.preview {
		files := r.paths(t.RootCAs)
		r.depend(files)
		opts = append(opts, outbound.WithRootCAs(files...))
	}
	if t.ClientCert != nil && !r.preview {
		files := r.paths([]Text{t.ClientCert.Cert, t.ClientCert.Key})
		opts = append(opts, outbound.WithClientCertificate(files[0], files[1]))
	}
	if or(t.MinVersion) == "1.3" {
		opts = append(opts, outbound.WithMinTLS(tls.VersionTLS13))
	}
	if or(t.Insecure) {
		opts = append(opts, outbound.WithInsecureSkipVerify())
	}
	return outbound.Options(opts...)
}

// paths are files named in the presets.
func (r *resolver) paths(names []Text) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = r.file.resolvePath(r.text(n))
	}
	return out
}

// depend notes what is in files that outbound.New reads, and reads once only.
func (r *resolver) depend(files []string) {
	for _, name := range files {
		data, _ := os.ReadFile(name) // New reports it
		r.read, r.files = append(r.read, string(data)), append(r.files, name)
	}
}
