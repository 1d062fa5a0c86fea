package layers_test

import (
	"testing"
	"testing/synctest"
	"time"

	"example.com/outbound/internal/codec"
	"example.com/outbound/internal/doortest"
	"example.com/outbound/internal/layers"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

func TestTheLayersKeepTheContract(t *testing.T) {
	codings := layers.ContentCodings{Known: codec.NewCodings(nil, true)}
	for name, layer := range map[string]middleware.Layer{
		"deadline":                     layers.Deadline(time.Minute),
		"attempt-timeout":              layers.AttemptTimeout(time.Minute),
		"classify on another base":     layers.Classify(false, false, codings),
		"classify on the built-in one": layers.Classify(true, false, codings),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, doortest.InACall(layer)) })
		})
	}
}
