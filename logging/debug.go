package logging

import (
	"github.com/rs/zerolog"

	"example.com/outbound/internal/call"
)

// Debug writes a debug line of call with a text that has no secrets.
func (l *Logger) Debug(record *call.Call, text string) {
	if !l.wants(record) && zerolog.Ctx(record.Parent()).GetLevel() == zerolog.Disabled {
		return
	}
	if e := l.line(record, zerolog.DebugLevel); e != nil {
		e.Msg(text)
	}
}
