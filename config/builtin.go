package config

import (
	"reflect"

	"example.com/outbound"
	"example.com/outbound/retry"
)

// The presets that every file may extend.
const (
	nameStandard        = "standard"
	nameInternalNetwork = "internal_network"
	nameResilient       = "resilient"
	nameUntrusted       = "untrusted"
)

// IsBuiltIn reports whether a preset of that name needs no file.
func IsBuiltIn(name string) bool { return builtins()[name] != nil }

// builtins are the presets of the library as they would be written in a file.
func builtins() map[string]*entry {
	return map[string]*entry{
		nameStandard: builtin(nameStandard, preset{
			Timeout:        new(outbound.DefaultTimeout),
			AttemptTimeout: new(outbound.DefaultAttemptTimeout),
			Retry: &retrySection{
				Budget: &budget{Tokens: outbound.StandardBudgetTokens, Ratio: outbound.StandardBudgetRatio},
			},
			RequestID: &fieldName{Name: "X-Request-Id"},
		}),
		nameInternalNetwork: builtin(nameInternalNetwork, preset{
			Extends: new(nameStandard),
			Proxy:   &proxy{None: true},
			TLS:     &tlsSection{Insecure: new(true)},
		}),
		nameResilient: builtin(nameResilient, preset{
			Extends:     new(nameStandard),
			Breaker:     &breakerSection{},
			Gate:        &gateSection{},
			Concurrency: &concurrency{Max: new(outbound.ResilientConcurrency)},
		}),
		nameUntrusted: builtin(nameUntrusted, preset{
			Extends:          new(nameStandard),
			Timeout:          new(outbound.UntrustedTimeout),
			Retry:            &retrySection{Attempts: new(outbound.UntrustedAttempts)},
			Guard:            &guard{On: true},
			MaxRedirects:     new(outbound.UntrustedRedirects),
			MaxResponseBytes: new(int64(outbound.UntrustedResponseBytes)),
			Untrusted:        true,
		}),
	}
}

// untrusted are the options that make outbound.New refuse what must not go to
// addresses of strangers, the program's own options included. The preset's settings
// come after them.
func (p *preset) untrusted() (opts []outbound.Option) {
	if !p.Untrusted {
		return nil
	}
	opts = append(opts, outbound.Untrusted())
	if _, on := p.Retry.policy(&parts{}); !on {
		opts = append(opts, outbound.WithRetry(retry.Policy{Attempts: 1}))
	}
	return append(opts, p.Guard.options()...)
}

func builtin(name string, p preset) *entry {
	e := &entry{name: name, own: p, at: map[string]origin{}}
	leaves(reflect.ValueOf(&p).Elem(), "", func(l leaf) {
		if isSet(l.value) {
			e.at[l.path] = origin{preset: name}
		}
	})
	return e
}

// leaf is one setting of a preset: not a section, but what is in it.
type leaf struct {
	path     string
	value    reflect.Value
	fallback string // its default
	as       string // the row of its scalars
}

// leaves calls use with the settings of the section v, in the order of the
// structs. A section that is off is one setting.
func leaves(v reflect.Value, path string, use func(leaf)) {
	for _, f := range fields(v.Type()) {
		if f.key == "" {
			continue
		}
		item, at := v.FieldByIndex(f.Index), join(path, f.key)
		section := isSection(item)
		switch fallback := f.Tag.Get("default"); {
		case section && item.IsNil() && fallback != "", section && !item.IsNil() && isWordOnly(item):
			use(leaf{at, item, fallback, f.as})
		case section && item.IsNil():
			leaves(reflect.Zero(item.Type().Elem()), at, use)
		case section:
			leaves(item.Elem(), at, use)
		default:
			use(leaf{at, item, fallback, f.as})
		}
	}
}
