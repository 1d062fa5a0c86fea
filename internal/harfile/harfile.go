// Package harfile is the format HAR 1.2 as far as a client of HTTP fills it, and
// how an attempt becomes an entry of it, with nothing in it that must not be shown.
//
// The format: http://www.softwareishard.com/blog/har-12-spec/
package harfile

import "time"

// Version is that of the format.
const Version = "1.2"

// File is a whole file.
type File struct {
	Log Log `json:"log"`
}

// Log is the one member of a file.
type Log struct {
	Version string  `json:"version"`
	Creator Creator `json:"creator"`
	Entries []Entry `json:"entries"`
}

// Creator is the program that has written the file.
type Creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Entry is one attempt. The names with an underscore are our own.
type Entry struct {
	Started  time.Time `json:"startedDateTime"`
	Time     float64   `json:"time"` // milliseconds, the sum of the timings without ssl
	Request  Request   `json:"request"`
	Response Response  `json:"response"`
	Cache    struct{}  `json:"cache"`
	Timings  Timings   `json:"timings"`
	ServerIP string    `json:"serverIPAddress,omitempty"`

	Call      uint64 `json:"_call"` // the same for the attempts of one call
	Client    string `json:"_client,omitempty"`
	Operation string `json:"_operation,omitempty"`
	Template  string `json:"_template,omitempty"`
	Attempt   int    `json:"_attempt"`
	Kind      string `json:"_kind,omitempty"`
	Reason    string `json:"_reason,omitempty"`
	Error     string `json:"_error,omitempty"`
	Hedge     bool   `json:"_hedge,omitempty"`
	Replayed  bool   `json:"_replayed,omitempty"`
	Endpoint  string `json:"_endpoint,omitempty"`
	Reused    bool   `json:"_connection_reused,omitempty"`
}

// Request is what was sent. Sizes are bytes, -1 if unknown.
type Request struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []Pair    `json:"cookies"`
	Headers     []Pair    `json:"headers"`
	QueryString []Pair    `json:"queryString"`
	PostData    *PostData `json:"postData,omitempty"`
	HeadersSize int64     `json:"headersSize"`
	BodySize    int64     `json:"bodySize"`
}

// Response is what came. Status is 0 without a response.
type Response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     []Pair  `json:"cookies"`
	Headers     []Pair  `json:"headers"`
	Content     Content `json:"content"`
	RedirectURL string  `json:"redirectURL"`
	HeadersSize int64   `json:"headersSize"`
	BodySize    int64   `json:"bodySize"`
}

// Pair is a field or a parameter.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// PostData is the body of a request.
type PostData struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
}

// Content is the body of a response.
type Content struct {
	Size     int64  `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
}

// Timings are milliseconds, -1 for a phase that did not happen or is not known.
// Connect holds ssl. The format demands that send, wait and receive are 0 or more.
type Timings struct {
	Blocked float64 `json:"blocked"`
	DNS     float64 `json:"dns"`
	Connect float64 `json:"connect"`
	SSL     float64 `json:"ssl"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}
