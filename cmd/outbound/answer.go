package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/internal/atomicfile"
)

// head is the status line and the headers of an answer.
type head struct {
	proto, status string
	header        http.Header
}

func headOf(resp *http.Response) head { return head{resp.Proto, resp.Status, resp.Header} }

// print writes the head as HTTP/1.1 has it, control characters written out.
func (h head) print(out io.Writer) error {
	var fields bytes.Buffer
	_ = h.header.Write(&fields) // into memory, which does not fail
	lines := strings.Split(h.proto+" "+h.status+"\r\n"+fields.String(), "\r\n")
	for i, line := range lines {
		lines[i] = printable(line)
	}
	_, err := io.WriteString(out, strings.Join(lines, "\r\n")+"\r\n")
	return wrapWrite(err)
}

// toFile reports whether the body goes to a file.
func (r *request) toFile() bool { return r.Output != "" && r.Output != "-" }

// resumable reports whether a body that breaks off is to be continued: that of a GET
// that goes to a file, unless a part of the content was asked for.
func (r *request) resumable(req *http.Request) bool {
	return r.toFile() && req.Method == http.MethodGet && req.Body == nil && req.Header.Get("Range") == ""
}

// plain returns the writer of a body to standard output: on a terminal it refuses
// control characters, unless -o - asks for them.
func (r *request) plain(s *streams) io.Writer {
	if s.out.terminal && r.Output != "-" {
		return &textOnly{to: s.out}
	}
	return s.out
}

// answer writes the head, where it is wanted, and the body to standard output or
// to the file of -o. The answer to HEAD is its head.
func (r *request) answer(resp *http.Response, s *streams, bar *progress) error {
	isHead := resp.Request.Method == http.MethodHead
	if isHead && r.toFile() {
		return s.save(r.Output, func(f io.Writer) error { return headOf(resp).print(f) })
	}
	if isHead || r.Include {
		if err := headOf(resp).print(s.out); err != nil {
			return err
		}
	}
	if !r.toFile() {
		return copyBody(r.plain(s), resp.Body)
	}
	if err := checkWhole(resp); err != nil {
		return err
	}
	bar.begin(0)
	return s.save(r.Output, func(f io.Writer) error { return copyBody(f, resp.Body) })
}

// checkWhole refuses a part of the content that was not asked for.
func checkWhole(resp *http.Response) error {
	if resp.StatusCode != http.StatusPartialContent || resp.Request.Header.Get("Range") != "" {
		return nil
	}
	return &outbound.HTTPError{
		Kind: httperror.Body, Method: resp.Request.Method, URL: plainURL(resp.Request.URL), StatusCode: resp.StatusCode, Status: resp.Status,
		Attempts: 1, Delivery: httperror.Answered, Err: errors.New("the server has sent a part of the content only"),
	}
}

// save makes the file of that name from what write writes: all of it, or nothing.
func (s *streams) save(name string, write func(io.Writer) error) error {
	if info, err := os.Stat(name); err != nil || info.Mode().IsRegular() { // else a pipe, which may wait for a reader
		s.saving.Lock()
		defer s.saving.Unlock()
	}
	var failed error
	err := atomicfile.Write(name, func(f io.Writer) error {
		failed = write(f)
		return failed
	})
	if failed != nil {
		return failed
	}
	return wrapWrite(err)
}

// copyBody tells apart on which side a copy has failed.
func copyBody(to io.Writer, body io.Reader) error {
	out := &trackedWriter{to: to}
	_, err := io.Copy(out, body)
	if out.err != nil {
		return writeError{out.err}
	}
	return err
}

// trackedWriter remembers the error of a writer.
type trackedWriter struct {
	to  io.Writer
	err error
}

func (n *trackedWriter) Write(p []byte) (int, error) {
	k, err := n.to.Write(p)
	n.err = err
	return k, err
}
