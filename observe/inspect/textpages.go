package inspect

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/tabwriter"

	"example.com/outbound"
	"example.com/outbound/internal/harfile"
)

func text(w http.ResponseWriter, write func(io.Writer)) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	write(table)
	_ = table.Flush()
}

func (i *Inspector) clientsText(w http.ResponseWriter, _ *http.Request) {
	o := i.overview()
	text(w, func(w io.Writer) {
		for _, c := range o.Clients {
			line(w, "client", c.Label)
			line(w, "  base URL", c.BaseURL)
			line(w, "  chain", strings.Join(c.Chain, " > "))
			line(w, "  figures", words(append(c.Figures, c.Kinds...)))
			for _, s := range c.Settings {
				line(w, "  "+s.Name, strings.TrimSpace(s.Value+"  "+s.From))
			}
			for _, s := range c.Origins {
				line(w, "  origin", strings.TrimSpace(s.Name+" "+s.State+" "+words(s.Facts)))
			}
			_, _ = fmt.Fprintln(w)
		}
		if len(o.Clients) == 0 {
			_, _ = fmt.Fprintln(w, "no client is watched")
		}
	})
}

func (i *Inspector) callsText(w http.ResponseWriter, req *http.Request) {
	rows, _ := i.calls(filterOf(req.URL.Query()))
	text(w, func(w io.Writer) {
		_, _ = fmt.Fprintln(w, "ID\tTIME\tCLIENT\tMETHOD\tTARGET\tOUTCOME\tTOOK\tATTEMPTS")
		for _, r := range rows {
			_, _ = fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.At, r.Client, r.Method, r.Target, r.Outcome, r.Took, r.Summary)
		}
	})
}

func (i *Inspector) callText(w http.ResponseWriter, req *http.Request) {
	d, ok := i.asked(req)
	if !ok {
		http.Error(w, "no such call", http.StatusNotFound)
		return
	}
	text(w, func(w io.Writer) {
		_, _ = fmt.Fprintf(w, "%s %s\n%s after %s\n\n", d.Method, d.URL, d.Outcome, d.Took)
		for _, f := range d.Facts {
			line(w, f.Name, f.Value)
		}
		_, _ = fmt.Fprintln(w)
		for _, s := range d.Steps {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Label, s.What, s.Took, s.Words)
		}
		for _, block := range []string{d.Error, d.Explain, d.Curl} {
			if block != "" {
				_, _ = fmt.Fprintf(w, "\n%s\n", block)
			}
		}
		for _, a := range d.Attempts {
			_, _ = fmt.Fprintf(w, "\nattempt %d: %s\n> %s\n", a.Number, a.What, a.Request)
			lines(w, "> ", a.Asked, a.Body)
			_, _ = fmt.Fprintf(w, "< %s\n", cmp.Or(a.Response, a.Error))
			lines(w, "< ", a.Answered, a.Received)
		}
	})
}

// callHAR is the HAR file of one call.
func (i *Inspector) callHAR(w http.ResponseWriter, req *http.Request) {
	d, ok := i.asked(req)
	if !ok {
		http.Error(w, "no such call", http.StatusNotFound)
		return
	}
	file := harfile.File{Log: harfile.Log{Version: harfile.Version, Creator: harfile.Creator{Name: "outbound", Version: outbound.Version}, Entries: d.entries}}
	if file.Log.Entries == nil {
		file.Log.Entries = []harfile.Entry{}
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="call-%d.har"`, d.ID))
	_ = json.NewEncoder(w).Encode(file)
}

func line(w io.Writer, name, value string) {
	if value != "" {
		_, _ = fmt.Fprintf(w, "%s\t%s\n", name, value)
	}
}

func lines(w io.Writer, prefix string, fields []fact, body string) {
	for _, f := range fields {
		_, _ = fmt.Fprintf(w, "%s%s: %s\n", prefix, f.Name, f.Value)
	}
	if body != "" {
		_, _ = fmt.Fprintf(w, "%s\n%s%s\n", prefix, prefix, strings.ReplaceAll(body, "\n", "\n"+prefix))
	}
}

// words are facts in one line: "calls 3, p50 12ms".
func words(facts []fact) string {
	all := make([]string, len(facts))
	for i, f := range facts {
		all[i] = f.Name + " " + f.Value
	}
	return strings.Join(all, ", ")
}
