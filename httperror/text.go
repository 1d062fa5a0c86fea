package httperror

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"example.com/outbound/internal/printable"
)

// Format prints the one line of [Error.Error] for every verb, so that no verb
// reaches the fields.
func (e *Error) Format(f fmt.State, verb rune) {
	switch verb {
	case 'q':
		fmt.Fprintf(f, "%q", e.Error())
	default:
		_, _ = f.Write([]byte(e.Error()))
	}
}

// MarshalJSON writes the fields that may be shown; header and body are not
// among them. Durations are in seconds.
func (e *Error) MarshalJSON() ([]byte, error) {
	type attempt struct {
		Number     int     `json:"number"`
		StatusCode int     `json:"status,omitempty"`
		Kind       Kind    `json:"kind,omitempty"`
		Wait       float64 `json:"wait"`
		Duration   float64 `json:"duration"`
	}
	history := make([]attempt, len(e.History))
	for i, a := range e.History {
		history[i] = attempt{a.Number, a.StatusCode, a.Kind, a.Wait.Seconds(), a.Duration.Seconds()}
	}
	return json.Marshal(struct {
		Kind       Kind      `json:"kind"`
		Client     string    `json:"client,omitempty"`
		Operation  string    `json:"operation,omitempty"`
		Method     string    `json:"method,omitempty"`
		URL        string    `json:"url,omitempty"`
		Status     int       `json:"status,omitempty"`
		RequestID  string    `json:"request_id,omitempty"`
		Attempts   int       `json:"attempts"`
		History    []attempt `json:"history,omitempty"`
		Elapsed    float64   `json:"elapsed"`
		RetryAfter float64   `json:"retry_after,omitempty"`
		Reason     string    `json:"reason,omitempty"`
		Delivery   Delivery  `json:"delivery,omitempty"`
		Limit      string    `json:"limit,omitempty"`
		Error      string    `json:"error,omitempty"`
	}{e.Kind, e.Client, e.Operation, e.Method, e.URL, e.StatusCode, e.RequestID, e.Attempts, history,
		e.Elapsed.Seconds(), e.RetryAfter.Seconds(), e.Reason, e.Delivery, e.Limit, causeText(e.Err)})
}

// LogValue gives package slog the fields that may be shown.
func (e *Error) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("kind", string(e.Kind)),
		slog.String("method", e.Method),
		slog.String("url", e.URL),
		slog.Int("status", e.StatusCode),
		slog.Int("attempts", e.Attempts),
		slog.String("reason", e.Reason),
		slog.String("delivery", string(e.Delivery)),
		slog.String("limit", e.Limit),
		slog.Duration("elapsed", e.Elapsed.Round(time.Millisecond)),
		slog.String("error", causeText(e.Err)),
	)
}

// causeText is the cause in one line, without the URL that a [url.Error]
// quotes: the error itself has it, redacted. A sentence of ours is printed as it
// is.
func causeText(err error) string {
	if err == nil {
		return ""
	}
	if s, ok := err.(interface{ Sentence() string }); ok { // the outermost text counts
		return line(s.Sentence())
	}
	var inner *Error
	if errors.As(err, &inner) {
		return inner.outcome()
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		return causeText(ue.Err)
	}
	return line(err.Error())
}

// maxLine bounds a foreign text inside an error's line.
const maxLine = 512

// line makes s fit for one line of a log or a terminal.
func line(s string) string {
	if len(s) > maxLine {
		s = strings.ToValidUTF8(s[:maxLine], "") + "…"
	}
	return printable.Line(s)
}
