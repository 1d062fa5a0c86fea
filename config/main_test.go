package config_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/outbound"
	"example.com/outbound/config"
)

// offered are the codings of the tests' program, which decode nothing.
func offered() []config.Option {
	var opts []config.Option
	for _, name := range []string{"zstd", "br"} {
		opts = append(opts, config.Coding(name, outbound.WithCoding(name, func(r io.Reader) (io.ReadCloser, error) { return io.NopCloser(r), nil })))
	}
	return opts
}

// parse is config.Parse of a file that must be right.
func parse(t *testing.T, text string, opts ...config.Option) *config.File {
	t.Helper()
	f, err := config.Parse([]byte(text), append(offered(), opts...)...)
	if err != nil {
		t.Fatalf("Parse: %v", err)
	}
	return f
}

// problems is what Parse says of a file that must be wrong, line by line.
func problems(t *testing.T, text string) []string {
	t.Helper()
	_, err := config.Parse([]byte(text), offered()...)
	var ps config.Problems
	if !errors.As(err, &ps) {
		t.Fatalf("Parse: got %v, want Problems", err)
	}
	return strings.Split(ps.Error(), "\n")
}

func wantLines(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// write makes a file in a folder of the test.
func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// settings are those of a preset by their keys.
func settings(t *testing.T, f *config.File, name string) map[string]config.Setting {
	t.Helper()
	x, err := f.Explain(name)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]config.Setting{}
	for _, s := range x.Settings {
		out[s.Key] = s
	}
	return out
}
