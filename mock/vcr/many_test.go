package vcr_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.com/outbound/mock/vcr"
)

func TestManySecretsTookTimeByTheSquare(t *testing.T) {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "token%d=c4n4ry%06d&a%d=c4n4ry%06d&", i, i, i, i)
	}
	e := exchange{url: "https://api.test/x", header: header("Content-Type", "application/x-www-form-urlencoded"), body: b.String()}
	began := time.Now()
	tape := filepath.Join(t.TempDir(), "tape")
	if text := record(t, tape, nil, e); strings.Contains(text, "c4n4ry") {
		t.Error("the tape has a secret")
	}
	if _, _, err := e.send(t, vcr.New(t, tape)); err != nil {
		t.Fatalf("%.200v", err)
	}
	if took := time.Since(began); took > 10*time.Second { // by the square it takes minutes
		t.Errorf("got %s for %d bytes", took, b.Len())
	}
}
