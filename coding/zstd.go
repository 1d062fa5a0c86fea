package coding

import (
	"io"

	"github.com/klauspost/compress/zstd"

	"example.com/outbound"
)

// maxWindow is the largest window of the content coding zstd, in bytes (RFC 9659,
// section 3).
const maxWindow = 8 << 20

// Zstd asks for and decodes the content coding zstd (RFC 8878). A body with a window
// of more than 8 MiB, which RFC 9659 forbids, has the kind body. Decoding takes
// about the window in memory, and no goroutine.
func Zstd() outbound.Option { return outbound.WithCoding("zstd", newZstd) }

func newZstd(r io.Reader) (io.ReadCloser, error) {
	z, err := zstd.NewReader(r,
		zstd.WithDecoderMaxWindow(maxWindow),
		zstd.WithDecoderConcurrency(1), // decodes in Read
		zstd.WithDecoderLowmem(true))
	if err != nil {
		return nil, err
	}
	return &reader{z.IOReadCloser(), constantZstd}, nil
}

// constantZstd returns err as an error that may be printed if its text is constant.
func constantZstd(err error) error {
	switch err {
	case zstd.ErrDecoderSizeExceeded: // a frame in one segment, whose window is its size
		return constantError{zstd.ErrWindowSizeExceeded}
	case zstd.ErrMagicMismatch, zstd.ErrWindowSizeExceeded, zstd.ErrWindowSizeTooSmall, zstd.ErrCRCMismatch,
		zstd.ErrUnknownDictionary, zstd.ErrFrameSizeExceeded, zstd.ErrFrameSizeMismatch, zstd.ErrBlockTooSmall,
		zstd.ErrUnexpectedBlockSize, zstd.ErrReservedBlockType, zstd.ErrCompressedSizeTooBig:
		return constantError{err}
	}
	return err
}
