package config

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

// missing is the client of a preset that the watch does not have. Its calls fail.
func missing(preset string, versions map[string]*version) *outbound.Client {
	err := fmt.Errorf("config: the watch has no preset %q; it has %s", preset, strings.Join(slices.Sorted(maps.Keys(versions)), ", "))
	c, _ := outbound.New( // without a problem
		outbound.Preset(preset, outbound.WithBaseURL("http://preset.invalid"), outbound.WithTransport(refusing{err})))
	return c
}

// refusing is a transport that sends nothing.
type refusing struct{ err error }

func (r refusing) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
	return nil, &httperror.Error{Kind: httperror.Request, Err: r.err}
}
