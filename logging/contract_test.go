package logging_test

import (
	"io"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"

	"example.com/outbound/internal/doortest"
	"example.com/outbound/logging"
	"example.com/outbound/middleware"
	"example.com/outbound/middleware/layertest"
)

func TestTheLayersKeepTheContract(t *testing.T) {
	l := logging.New(zerolog.New(io.Discard), everything()...)
	for name, layer := range map[string]middleware.Layer{
		"log": l.Call(), "log-attempts": l.Attempts(), "on demand": logging.OnDemand().Attempts(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, layer) })
		})
		t.Run(name+" in a call", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { layertest.Run(t, doortest.InACall(layer)) })
		})
	}
}
