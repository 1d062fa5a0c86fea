package inspect

import (
	"net/http"
	"time"
)

// maxIsolation is the longest time that a breaker is opened for by hand.
const maxIsolation = 24 * time.Hour

// isolateOrigin opens or closes the breaker of an origin, and leads back to the
// page of clients.
func (i *Inspector) isolateOrigin(w http.ResponseWriter, req *http.Request) {
	req.Body = http.MaxBytesReader(w, req.Body, 64<<10)
	d, err := time.ParseDuration(req.PostFormValue("for"))
	if err != nil || d < 0 || d > maxIsolation {
		http.Error(w, "the field for is no duration of 0 to 24h, such as 5m", http.StatusBadRequest)
		return
	}
	name, origin := req.PostFormValue("client"), req.PostFormValue("origin")
	for _, c := range i.watched() {
		if c.label == name && c.client.Isolate(origin, d) {
			w.Header().Set("Location", "./") // not by http.Redirect, which does not know the prefix
			w.WriteHeader(http.StatusSeeOther)
			return
		}
	}
	http.Error(w, "no client of that name has a breaker for that origin", http.StatusNotFound)
}
