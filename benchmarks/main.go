// Command benchmarks measures outbound and its peers side by side in one run and
// writes the tables and the picture of docs/performance.md. `make bench` runs it.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"time"

	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/report"
	"example.com/outbound/benchmarks/internal/suite"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "page whose generated part is replaced; standard output without it")
	svg := flag.String("svg", "", "picture that is written; none without it")
	rounds := flag.Int("rounds", 101, "turns of each client in each case")
	turn := flag.Duration("turn", 2*time.Millisecond, "length of a turn")
	flag.Parse()
	if err := run(*out, *svg, measure.Race{Rounds: *rounds, Turn: *turn}); err != nil {
		log.Fatal(err)
	}
}

func run(out, svg string, race measure.Race) error {
	s := suite.Suite{Race: race, Say: log.Printf}
	results, err := s.Run()
	if err != nil {
		return err
	}
	var page, picture bytes.Buffer
	report.Markdown(&page, results, machine(race))
	os.Stdout.Write(page.Bytes())
	if err := results.Quiet(); err != nil {
		return err
	}
	if out != "" {
		if err := report.Splice(out, page.Bytes()); err != nil {
			return err
		}
	}
	if svg == "" {
		return nil
	}
	report.SVG(&picture, results)
	return os.WriteFile(svg, picture.Bytes(), 0o644)
}

// machine is the line above the tables.
func machine(race measure.Race) string {
	return fmt.Sprintf("%s, %s/%s, %d processors. Times are medians of %d turns with their quartiles, each beside a turn of the base line; allocations and bytes are exact.",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), race.Rounds)
}
