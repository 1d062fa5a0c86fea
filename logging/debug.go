package logging

import (
	"github.com/rs/zerolog"

	"example.com/outbound/internal/callinfo"
)

// Debug writes a debug line of call with a text that has no secrets.
func (l *Logger) Debug(call *callinfo.Call, text string) {
	if !l.wants(call) && zerolog.Ctx(call.Parent()).GetLevel() == zerolog.Disabled {
		return
	}
	if e := l.line(call, zerolog.DebugLevel); e != nil {
		e.Msg(text)
	}
}
