package report_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/outbound/benchmarks/internal/cases"
	"example.com/outbound/benchmarks/internal/measure"
	"example.com/outbound/benchmarks/internal/peer"
	"example.com/outbound/benchmarks/internal/report"
	"example.com/outbound/benchmarks/internal/suite"
)

// results are those of a run in which every figure is one.
func results() suite.Results {
	one := measure.Spread{Q1: 1, Median: 1, Q3: 1}
	tables := func(all ...cases.Case) (tables suite.Tables) {
		for _, c := range all {
			t := suite.Table{Case: c}
			for _, name := range append(peer.Names(), "outbound HTTP(), Resilient", "outbound Get[T], encoding/json") {
				t.Rows = append(t.Rows, suite.Row{
					Peer: name, Times: measure.Times{Ratio: one, Nanos: one}, Cost: measure.Cost{Allocs: 1, Bytes: 1}, Held: measure.Flight{Heap: 1},
					Ours: map[string]measure.Spread{"outbound HTTP()": one, "outbound R()": one, "outbound Get[T]": one},
				})
			}
			tables = append(tables, t)
		}
		return tables
	}
	return suite.Results{
		Events: suite.Events{Rate: 1e9, Allocs: 1},
		Memory: tables(cases.Calls()...), Loopback: tables(cases.Calls()...), Bodies: tables(cases.Bodies()...),
		Crowds: tables(suite.Crowds()...), Lists: tables(cases.Lists()...), Start: tables(suite.New, suite.FirstCall),
		Callers: tables(suite.Calling(1), suite.Calling(100), suite.Calling(10_000)), Origins: tables(suite.ToOrigins(10_000)),
		Long:   tables(suite.Attempts(1_000), suite.Attempts(100_000)),
		Layers: []suite.Layer{{Name: "everything off"}, {Name: "WithRetry", Cost: measure.Cost{Allocs: 2}}},
	}
}

// row is the row of a peer, to be changed.
func row(t suite.Table, peer string) *suite.Row {
	for i := range t.Rows {
		if t.Rows[i].Peer == peer {
			return &t.Rows[i]
		}
	}
	panic("no row of " + peer)
}

func summary(r suite.Results) string {
	var page bytes.Buffer
	report.Summary(&page, r)
	return page.String()
}

func TestThePageSaysWhichPromisesAreMissed(t *testing.T) {
	r := results()
	before := strings.Count(summary(r), "**missed**")
	row(r.Memory.Of(cases.Flaky), "outbound HTTP()").Cost.Allocs = 1000
	if n := strings.Count(summary(r), "**missed**"); n != before+1 {
		t.Errorf("got %d missed promises, want %d:\n%s", n, before+1, summary(r))
	}
}

func TestAVerdictNeedsBothQuartilesOnOneSide(t *testing.T) {
	const promise = "| 10 MiB streamed, `HTTP()`: time | ≤ 1.05 × |"
	for verdict, s := range map[string]measure.Spread{
		"held": {Q1: 0.9, Median: 1, Q3: 1.05}, "even": {Q1: 1, Median: 1.2, Q3: 1.4}, "**missed**": {Q1: 1.06, Median: 1.2, Q3: 1.4},
	} {
		r := results()
		row(r.Bodies.Of(cases.Stream), "outbound HTTP()").Times.Ratio = s
		_, line, _ := strings.Cut(summary(r), promise)
		if line, _, _ = strings.Cut(line, "\n"); !strings.HasSuffix(line, "| "+verdict+" |") {
			t.Errorf("%v: got %q, want %s", s, line, verdict)
		}
	}
}

func TestAClientThatIsFasterIsNamed(t *testing.T) {
	r := results()
	row(r.Loopback.Of(cases.ParityBounded), "heimdall v7").Ours["outbound HTTP()"] = measure.Spread{Q1: 1.01, Median: 1.2, Q3: 1.3}
	if page := summary(r); !strings.Contains(page, "| none | heimdall v7 by 1.20 × | **missed** |") {
		t.Errorf("got no line for heimdall:\n%s", page)
	}
}

func TestATimeThatIsOnNoSideIsCalledEven(t *testing.T) {
	r := results()
	row(r.Memory.Of(cases.Plain), "resty v2").Times.Ratio = measure.Spread{Q1: 0.97, Median: 1.03, Q3: 1.08}
	row(r.Memory.Of(cases.Plain), "req v3").Times.Ratio = measure.Spread{Q1: 1.02, Median: 1.03, Q3: 1.08}
	var page bytes.Buffer
	report.Tables(&page, r)
	for _, want := range []string{"| even (0.97–1.08) |", "| 1.03 (1.02–1.08) |", "| WithRetry | +2 |"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("got no %q", want)
		}
	}
}

// elements are those of the picture of r, which must be well-formed.
func elements(t *testing.T, r suite.Results) (all []xml.StartElement) {
	t.Helper()
	var picture bytes.Buffer
	report.SVG(&picture, r)
	for d := xml.NewDecoder(&picture); ; {
		token, err := d.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			all = append(all, e.Copy())
		}
	}
}

func TestThePictureIsWellFormedAndFitsIntoFourHundredPixels(t *testing.T) {
	width := xml.Attr{Name: xml.Name{Local: "width"}, Value: "400"}
	if svg := elements(t, results())[0]; !slices.Contains(svg.Attr, width) {
		t.Errorf("got %s with %v, want a width of 400", svg.Name.Local, svg.Attr)
	}
}

func TestTheQuartilesOfTheLeastSteadyClientAreInThePicture(t *testing.T) {
	r := results()
	row(r.Memory.Of(cases.ParityBounded), "resty v2").Times.Ratio.Q3 = 50 // its median is that of the others
	for _, e := range elements(t, r) {
		for _, a := range e.Attr {
			if x, err := strconv.ParseFloat(a.Value, 64); err == nil && (a.Name.Local == "x" || a.Name.Local == "x2") && x > 360 {
				t.Errorf("%s reaches to %v of 400, where there is no room for its value", e.Name.Local, x)
			}
		}
	}
}

func TestSpliceLeavesWhatPeopleHaveWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	page := "before\n<!-- generated by make bench: begin -->\none\n<!-- generated by make bench: end -->\nafter\n"
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := report.Splice(path, []byte("two\n")); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(page, "one", "two", 1); string(got) != want {
		t.Errorf("got page %q, want %q", got, want)
	}
}

func TestSpliceRefusesAPageWithoutMarkers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(path, []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := report.Splice(path, []byte("theirs\n")); err == nil {
		t.Error("got no error")
	}
}

func TestABusyMachineIsRecognizedByItsBaseLine(t *testing.T) {
	r := results()
	if err := r.Quiet(); err != nil {
		t.Errorf("the base line is as fast as itself: got error %v", err)
	}
	r.Memory[2].Rows[0].Times.Ratio.Median = 1.3
	if err := r.Quiet(); err == nil {
		t.Error("the base line is slower than itself: got no error")
	}
}
