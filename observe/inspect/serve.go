package inspect

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
)

//go:embed assets
var assets embed.FS

var pages = template.Must(template.ParseFS(assets, "assets/*.html"))

// ServeHTTP serves the pages. The paths are those after the prefix that the handler
// is mounted under: use [http.StripPrefix].
func (i *Inspector) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	protect(w.Header())
	if !i.allowed(req) {
		http.Error(w, "these pages are for this machine only: ask from a loopback address, for localhost, and through no proxy; or see inspect.Remote", http.StatusForbidden)
		return
	}
	i.handler.ServeHTTP(w, req)
}

func (i *Inspector) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", i.clientsPage)
	mux.HandleFunc("GET /text", i.clientsText)
	mux.HandleFunc("GET /calls", i.callsPage)
	mux.HandleFunc("GET /calls/text", i.callsText)
	mux.HandleFunc("GET /calls/{id}", i.callPage)
	mux.HandleFunc("GET /calls/{id}/text", i.callText)
	mux.HandleFunc("GET /calls/{id}/har", i.callHAR)
	mux.HandleFunc("GET /events", i.events)
	for _, name := range []string{"style.css", "script.js", "icon.svg"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, req *http.Request) {
			http.ServeFileFS(w, req, assets, "assets/"+name)
		})
	}
	if i.isolate {
		mux.Handle("POST /isolate", http.NewCrossOriginProtection().Handler(http.HandlerFunc(i.isolateOrigin)))
	}
	return mux
}

// view is what each page is made of.
type view struct {
	Title string
	Root  string // the way from the page to /
	Page  string // "clients" or "calls"
	Text  string // the way to its text form
	Data  any
}

// choices are the clients and the kinds of failure that can be asked for: those of
// the calls, and those that are asked for now.
func choices(all []row, now filter) (clients, kinds []string) {
	add := func(to []string, s string) []string {
		if s == "" || slices.Contains(to, s) {
			return to
		}
		return append(to, s)
	}
	for _, r := range all {
		clients, kinds = add(clients, r.Client), add(kinds, r.Kind)
	}
	clients = add(clients, now.Client)
	if !slices.Contains(states, now.Kind) {
		kinds = add(kinds, now.Kind)
	}
	slices.Sort(clients)
	slices.Sort(kinds)
	return clients, kinds
}

func render(w http.ResponseWriter, name string, v view) {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, name, v); err != nil {
		http.Error(w, "the page cannot be made", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = page.WriteTo(w)
}

func (i *Inspector) clientsPage(w http.ResponseWriter, _ *http.Request) {
	render(w, "clients.html", view{Title: "Clients", Root: "./", Page: "clients", Text: "./text", Data: i.overview()})
}

// list is the page of calls.
type list struct {
	Rows    []row
	Empty   row // for the rows that the script makes
	Changes uint64
	Filter  filter
	Clients []string
	Kinds   []string
	Keep    int
}

func (i *Inspector) callsPage(w http.ResponseWriter, req *http.Request) {
	l := list{Filter: filterOf(req.URL.Query()), Keep: i.keep}
	all, changes := i.calls(filter{})
	l.Clients, l.Kinds = choices(all, l.Filter)
	l.Changes = changes
	for _, r := range all {
		if l.Filter.matches(r) {
			l.Rows = append(l.Rows, r)
		}
	}
	render(w, "calls.html", view{Title: "Calls", Root: "./", Page: "calls", Text: "./calls/text?" + req.URL.RawQuery, Data: l})
}

func (i *Inspector) callPage(w http.ResponseWriter, req *http.Request) {
	d, ok := i.asked(req)
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		render(w, "gone.html", view{Title: "No such call", Root: "../", Page: "calls", Text: "../calls/text", Data: i.keep})
		return
	}
	id := strconv.FormatUint(d.ID, 10)
	render(w, "call.html", view{Title: "Call " + id, Root: "../", Page: "calls", Text: id + "/text", Data: d})
}

// asked is the call whose ID is in the path.
func (i *Inspector) asked(req *http.Request) (detail, bool) {
	id, err := strconv.ParseUint(req.PathValue("id"), 10, 64)
	if err != nil {
		return detail{}, false
	}
	return i.call(id)
}
