// Package stream has what services do besides one request and one answer: events
// and lines that come bit by bit, pages, long-running operations, files. Every
// request goes through the chain of an [outbound.Client]: auth, retries, the log
// and observers hold for a stream as they do for a call.
//
//   - [Events]: server-sent events; the stream is opened again where it breaks off
//   - [Lines]: one JSON value a line (NDJSON)
//   - [Pages]: page after page, as [NextLink], [Cursor], [PageNumber] or [Offset] finds
//     the next one
//   - [Poll]: the result of an operation that a server has accepted
//   - [Download], [DownloadFile]: a file, resumed where it breaks off
//
// The iterators end by breaking out of the loop, which closes the response, or
// with an error, which is the last thing they yield: an [*outbound.HTTPError], or
// the context's where that has ended between two requests.
package stream
