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
	"example.com/outbound/benchmarks/internal/report"
	"example.com/outbound/benchmarks/internal/suite"
)

// results are those of a run in which every figure is one.
func results() suite.Results {
	r := suite.Results{Events: suite.Events{Rate: 1e9, Allocs: 1}}
	one := measure.Spread{Q1: 1, Median: 1, Q3: 1}
	table := func(c cases.Case) suite.Table {
		t := suite.Table{Case: c}
		for _, name := range []string{"net/http", "outbound HTTP()", "outbound R()", "outbound Get[T]", "resty v2"} {
			t.Rows = append(t.Rows, suite.Row{
				Peer: name, Times: measure.Times{Ratio: one, Nanos: one}, Cost: measure.Cost{Allocs: 1, Bytes: 1}, Held: measure.Flight{Heap: 1},
			})
		}
		return t
	}
	for _, c := range cases.Calls() {
		r.Memory, r.Loopback = append(r.Memory, table(c)), append(r.Loopback, table(c))
	}
	for _, c := range cases.Bodies() {
		r.Bodies = append(r.Bodies, table(c))
	}
	r.Crowds, r.Flight = []suite.Table{table(cases.Plain)}, table(cases.Plain)
	r.Layers = []suite.Layer{{Name: "everything off"}, {Name: "WithRetry", Cost: measure.Cost{Allocs: 2}}}
	return r
}

func TestThePageSaysWhichPromisesAreMissed(t *testing.T) {
	r := results()
	r.Memory[0].Rows[1].Cost.Allocs = 1000
	var page bytes.Buffer
	report.Markdown(&page, r, "go")
	if n := strings.Count(page.String(), "**missed**"); n != 1 {
		t.Errorf("got %d missed promises, want 1:\n%s", n, page.String())
	}
	if !strings.Contains(page.String(), "| WithRetry | +2 |") {
		t.Error("got no row for the layer that is on")
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
	r.Memory[0].Rows[4].Times.Ratio.Q3 = 50 // its median is that of the others
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
	if err := report.Splice(path, []byte("one\n")); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append([]byte("before\n"), append(page, "after\n"...)...), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := report.Splice(path, []byte("two\n")); err != nil {
		t.Fatal(err)
	}
	page, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(page); !strings.HasPrefix(s, "before\n") || !strings.HasSuffix(s, "after\n") || strings.Contains(s, "one\n") || !strings.Contains(s, "two\n") {
		t.Errorf("got page %q", s)
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
