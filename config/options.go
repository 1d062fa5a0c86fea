package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"example.com/outbound"
)

// Option returns the preset of that name, with its references resolved, as an
// option of outbound.New. A reference that cannot be resolved is an error, which
// never has the value of another one. The retry budget, the cookie jar and the OAuth2
// tokens are made here: clients of one Option share them.
func (f *File) Option(name string) (outbound.Option, error) {
	e, err := f.entry(name)
	if err != nil {
		return nil, err
	}
	r := &resolver{file: f}
	return f.option(e, r), r.err(name)
}

// Client makes a client of the preset of that name. The options are applied after
// the preset's own, and win.
func (f *File) Client(name string, opts ...outbound.Option) (*outbound.Client, error) {
	o, err := f.Option(name)
	if err != nil {
		return nil, err
	}
	return outbound.New(append([]outbound.Option{o}, opts...)...)
}

// option is the preset as an option, with its references resolved by r.
func (f *File) option(e *entry, r *resolver) outbound.Option {
	t := f.transport(e, r)
	return outbound.Preset(e.name, t.option, f.settings(e, r, t, &parts{}))
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
func (f *File) settings(e *entry, r *resolver, t transport, shared *parts) outbound.Option {
	p := &e.preset
	opts := p.untrusted()
	add := func(is bool, o func() outbound.Option) {
		if is {
			opts = append(opts, o())
		}
	}
	add(p.BaseURL != nil, func() outbound.Option {
		return outbound.WithBaseURL(r.address("base_url", *p.BaseURL, "https", "http"))
	})
	for _, name := range slices.Sorted(maps.Keys(p.Headers)) {
		opts = append(opts, outbound.WithHeader(r.fieldName(name, p), r.text(*p.Headers[name])))
	}
	add(p.UserAgent != nil, func() outbound.Option { return outbound.WithUserAgent(r.text(*p.UserAgent)) })
	add(p.Timeout != nil, func() outbound.Option { return outbound.WithTimeout(*p.Timeout) })
	add(p.AttemptTimeout != nil, func() outbound.Option { return outbound.WithAttemptTimeout(*p.AttemptTimeout) })
	add(p.BodyIdleTimeout != nil, func() outbound.Option { return outbound.WithBodyIdleTimeout(*p.BodyIdleTimeout) })
	policy, on := p.Retry.policy(shared)
	add(on, func() outbound.Option { return outbound.WithRetry(policy) })
	opts = append(opts, p.policies()...)
	for i := range p.Auth {
		opts = append(opts, outbound.WithAuth(p.Auth[i].scheme(r, t, shared), p.Auth[i].Origins...))
	}
	add(p.MaxRedirects != nil, func() outbound.Option { return outbound.WithMaxRedirects(*p.MaxRedirects) })
	add(p.MaxResponseBytes != nil, func() outbound.Option { return outbound.WithMaxResponseBytes(*p.MaxResponseBytes) })
	opts = append(opts, f.codingOptions(p)...)
	jar := shared.jarOf(p.CookieJar)
	add(jar != nil, func() outbound.Option { return outbound.WithCookieJar(jar) })
	add(p.RequestID != nil && (p.Untrusted || !p.RequestID.Off), func() outbound.Option { return outbound.WithRequestID(p.RequestID.Name) })
	add(p.DeadlineHeader != nil && !p.DeadlineHeader.Off, func() outbound.Option { return outbound.WithDeadlineHeader(p.DeadlineHeader.Name) })
	add(or(p.IdempotencyKeys), outbound.WithIdempotencyKeys)
	add(len(p.SecretNames) > 0, func() outbound.Option { return outbound.WithSecretNames(p.SecretNames...) })
	add(f.logger != nil, func() outbound.Option { return outbound.WithLogger(*f.logger, p.Logging.options()...) })
	return outbound.Options(opts...)
}

// fieldName is the name of a header field of the preset. Without a base URL, New
// refuses a field with a secret, because every host would get it. A preview has
// another name in its place: the preset may be one that others extend.
func (r *resolver) fieldName(name string, p *preset) string {
	if r.preview && p.BaseURL == nil && p.secrets().Sensitive(name) {
		return "Accept"
	}
	return name
}
