package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"

	"example.com/outbound/internal/atomicfile"
	"example.com/outbound/internal/byterange"
)

// partFile is a download that an earlier command may have begun: FILE.part has the
// bytes, FILE.part.json their source.
type partFile struct {
	*atomicfile.File
	name   string
	has    int64 // bytes of the content of source
	source source
	other  bool // the bytes that are there belong to another URL
}

// source is the content that a part belongs to.
type source struct {
	Address   string `json:"address"`   // SHA-256 of the URL, which may have secrets
	Validator string `json:"validator"` // strong: ETag, or Last-Modified; "": it cannot be continued
	Total     int64  `json:"total"`     // -1 if it is not known
}

// openPart opens the part of the file of that name. A part of another URL is replaced
// once that of u has begun. A file of that name without a source beside it was written
// by another program, and is left alone.
func openPart(name string, u *url.URL) (*partFile, error) {
	f, has, err := atomicfile.Continue(name)
	if err != nil {
		return nil, writeError{err}
	}
	sum := sha256.Sum256([]byte(u.String()))
	p := &partFile{File: f, name: f.Part(), source: source{Address: hex.EncodeToString(sum[:]), Total: -1}}
	if has == 0 {
		return p, nil
	}
	var was source
	text, err := os.ReadFile(p.name + ".json")
	if err != nil || json.Unmarshal(text, &was) != nil {
		p.Discard()
		return nil, writeError{fmt.Errorf("%s was not written by outbound: remove it, or choose another name", p.name)}
	}
	if p.other = was.Address != p.source.Address || was.Validator == ""; !p.other {
		p.has, p.source = has, was
	}
	return p, nil
}

// setRange makes req a request for what is missing.
func (p *partFile) setRange(req *http.Request) {
	req.Header.Del("Range")
	req.Header.Del("If-Range")
	if p.has > 0 {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(p.has, 10)+"-")
		req.Header.Set("If-Range", p.source.Validator)
	}
}

// match reports whether resp is the rest of the content of p, and whether there is no
// rest because p is complete.
func (p *partFile) match(resp *http.Response) (rest, complete bool) {
	part, ok := byterange.Of(resp.Header)
	tag := byterange.Validator(resp.Header)
	if !ok || p.has == 0 || tag != "" && tag != p.source.Validator || part.Total >= 0 && p.source.Total >= 0 && part.Total != p.source.Total {
		return false, false
	}
	return resp.StatusCode == http.StatusPartialContent && part.From == p.has,
		resp.StatusCode == http.StatusRequestedRangeNotSatisfiable && part.Total == p.has
}

// startOver empties p and writes the source, which is resp, beside it.
func (p *partFile) startOver(resp *http.Response) error {
	if err := p.Restart(); err != nil {
		return writeError{err}
	}
	p.has, p.other, p.source.Validator, p.source.Total = 0, false, byterange.Validator(resp.Header), resp.ContentLength
	text, err := json.Marshal(p.source)
	if err == nil {
		err = atomicfile.Write(p.name+".json", func(w io.Writer) error {
			_, err := w.Write(append(text, '\n'))
			return err
		})
	}
	return wrapWrite(err)
}

// commit puts the complete file in place.
func (p *partFile) commit() error {
	if err := p.Commit(); err != nil {
		return writeError{err}
	}
	_ = os.Remove(p.name + ".json")
	return nil
}

// end ends a part that is not complete, and says what becomes of it: without a
// validator the next command could not continue it.
func (p *partFile) end() (message string) {
	defer p.Discard()
	if p.other {
		return ""
	}
	info, err := os.Stat(p.name)
	if err == nil && info.Size() > 0 && p.source.Validator != "" {
		return size(float64(info.Size())) + " are kept in " + p.name + ": --resume continues from there"
	}
	p.Forget()
	_ = os.Remove(p.name + ".json")
	if err == nil && info.Size() > 0 {
		return "nothing is kept: the server names no strong ETag or Last-Modified to continue with"
	}
	return ""
}
