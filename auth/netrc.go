package auth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
)

// Netrc sends the user and password that a netrc file has for the request's
// host, as [Basic] does. With an empty path it is the file that NETRC names, or
// .netrc in the home directory.
//
// The file is looked at before every request and read again when it has changed.
// A request to a host of which the file says nothing goes out as it is; a file
// that cannot be read or understood is an error of the request. Like every
// scheme it serves its own origins only, whatever else the file has.
//
// The format is curl's: machine, default, login, password, account and macdef,
// words or "quoted strings" with the escapes \" \\ \n \r \t, comments from a # to
// the end of its line, where a keyword could be. A byte order mark is skipped. A machine may name its port, as host:port; the first entry
// with the right one wins, then the first without any, then default.
func Netrc(path string) Scheme {
	n := &netrc{file: watched{path: path}}
	return Func(n.authorize)
}

type netrc struct {
	mu      sync.Mutex
	file    watched
	entries []netrcEntry
}

func (n *netrc) authorize(req *http.Request) error {
	if _, has := req.Header["Authorization"]; has {
		return nil
	}
	e, ok, err := n.lookup(req.URL)
	if err != nil {
		return fmt.Errorf("netrc: %w", err)
	}
	if ok && (e.login != "" || e.password != "") {
		req.Header["Authorization"] = []string{basic(e.login, e.password)}
	}
	return nil
}

func (n *netrc) lookup(u *url.URL) (netrcEntry, bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.file.path == "" {
		path, err := netrcPath()
		if err != nil {
			return netrcEntry{}, false, err
		}
		n.file.path = path
	}
	data, changed, err := n.file.read()
	if err != nil {
		return netrcEntry{}, false, err
	}
	if changed {
		if n.entries, err = parseNetrc(string(data)); err != nil {
			n.file.info = nil // to be read again
			return netrcEntry{}, false, err
		}
	}
	e, ok := findNetrc(n.entries, u)
	return e, ok, nil
}

var errNoHome = errors.New("there is no path, no NETRC and no home directory")

func netrcPath() (string, error) {
	if path := os.Getenv("NETRC"); path != "" {
		return path, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errNoHome
	}
	return filepath.Join(home, ".netrc"), nil
}
