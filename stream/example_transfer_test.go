package stream_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/outbound"
)

func Example_resume() {
	const text = "the content of a file"
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if req.Header.Get("Range") == "" { // the first answer breaks off
			w = &cut{w, 10}
		}
		http.ServeContent(w, req, "", time.Time{}, strings.NewReader(text))
	})
	defer done()
	req, err := http.NewRequest(http.MethodGet, "/file", nil)
	if err != nil {
		panic(err)
	}

	resp, err := c.Do(req, outbound.Resume(), outbound.Stream())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	fmt.Println(string(got), err)
	// Output: the content of a file <nil>
}

func Example_multipart() {
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		file, header, err := req.FormFile("report")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		text, _ := io.ReadAll(file)
		fmt.Printf("%s %s %q\n", req.FormValue("title"), header.Filename, text)
	})
	defer done()
	ctx := context.Background()
	file, sent := strings.NewReader("a,b\n"), int64(0)

	_, err := outbound.Post[struct{}](ctx, c, "/reports", outbound.Multipart{
		Fields: url.Values{"title": {"May"}},
		Files:  []outbound.File{{Field: "report", Name: "may.csv", Body: file}},
	}, outbound.Progress(func(done, total int64) { sent = done }))
	fmt.Println(sent > 0, err)
	// Output:
	// May may.csv "a,b\n"
	// true <nil>
}

func Example_spill() {
	busy := true
	c, done := service(func(w http.ResponseWriter, req *http.Request) {
		text, _ := io.ReadAll(req.Body)
		fmt.Printf("%s\n", text)
		if busy {
			busy = false
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	defer done()
	ctx := context.Background()
	output := io.MultiReader(strings.NewReader("of a program")) // which can be read once

	_, err := outbound.Put[struct{}](ctx, c, "/backup", output, outbound.Spill("", 64<<20))
	fmt.Println(err)
	// Output:
	// of a program
	// of a program
	// <nil>
}
