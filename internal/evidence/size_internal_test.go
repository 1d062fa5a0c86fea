package evidence

import (
	"testing"
	"unsafe"
)

// One is allocated for each attempt on a real connection.
func TestTheEvidenceOfAnAttemptFitsIntoItsBlock(t *testing.T) {
	if got, block := unsafe.Sizeof(Evidence{}), uintptr(288); got > block {
		t.Errorf("got %d bytes, want at most %d, a size class of the allocator", got, block)
	}
}
