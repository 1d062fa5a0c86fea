package call

import (
	"testing"
	"unsafe"
)

// The record is one block of memory per call. The allocator has blocks of 704
// bytes and then of 768, and keeps 8 of those over 512 for itself.
func TestTheRecordFitsItsBlock(t *testing.T) {
	if size := unsafe.Sizeof(Call{}); unsafe.Sizeof(uintptr(0)) == 8 && size > 768-8 {
		t.Errorf("the record has %d bytes, want at most 760: fields that few calls need belong to details", size)
	}
}
