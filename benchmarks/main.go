// Command benchmarks measures outbound and its peers side by side and writes
// docs/performance.md, its picture, and the tables beside it. `make bench` runs it.
//
// A run can be cut into parts: what was measured is kept in a file, and the pages are
// written from all of it. With -parts none the pages are written anew from the file.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/report"
	"example.com/outbound/benchmarks/internal/suite"
)

func main() {
	log.SetFlags(log.Ltime)
	parts := flag.String("parts", strings.Join(suite.Parts(), ","), "what is measured")
	file := flag.String("results", "results.json", "file of what was measured")
	docs := flag.String("docs", "../docs", "folder of the pages; they are written once all parts are there")
	rounds := flag.Int("rounds", 61, "turns of each client in each case")
	turn := flag.Duration("turn", 2*time.Millisecond, "length of a turn")
	busy := flag.Bool("busy", false, "keep the times of a machine that is too busy; the page says so")
	flag.Parse()
	s := &suite.Suite{Race: measure.Race{Rounds: *rounds, Turn: *turn}, Say: log.Printf}
	r, err := load(*file)
	if err == nil && *parts != "none" {
		err = run(s, &r, strings.Split(*parts, ","), *file, *busy)
	}
	if err == nil {
		err = write(r, *docs)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// run measures the parts and keeps each in the file.
func run(s *suite.Suite, r *suite.Results, parts []string, file string, busy bool) error {
	for _, part := range parts {
		if err := s.Run(part, r); err != nil {
			return err
		}
		r.Machine, r.Busy = machine(s.Race), false
		if err := r.Quiet(); err != nil {
			if !busy {
				return err
			}
			log.Print(err)
			r.Busy = true
			r.Machine += " **The machine was busy with other work: the times say nothing, and no promise about them is judged.**"
		}
		if err := save(file, *r); err != nil {
			return err
		}
	}
	return nil
}

// machine is the line above the tables.
func machine(race measure.Race) string {
	return fmt.Sprintf("%s, %s/%s, %d processors. Times are medians of %d turns (of at least 20 where a turn is long) with their quartiles, each beside a turn of the base line; allocations and bytes are exact.",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), race.Rounds)
}

func load(file string) (r suite.Results, err error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	return r, err
}

func save(file string, r suite.Results) error {
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

// write writes the pages, if every part was measured.
func write(r suite.Results, docs string) error {
	if missing := r.Missing(); missing != nil {
		log.Printf("not measured yet: %s; the pages are left as they are", strings.Join(missing, ", "))
		return nil
	}
	for page, generate := range map[string]func(io.Writer, suite.Results){
		"performance.md": report.Summary, "performance-tables.md": report.Tables,
	} {
		var text bytes.Buffer
		generate(&text, r)
		if err := report.Splice(filepath.Join(docs, page), text.Bytes()); err != nil {
			return err
		}
	}
	var picture bytes.Buffer
	report.SVG(&picture, r)
	return os.WriteFile(filepath.Join(docs, "performance.svg"), picture.Bytes(), 0o644)
}
