// Package measure counts and times.
package measure

import (
	"runtime"
	"runtime/debug"
)

// Cost is what one operation allocates.
type Cost struct {
	Allocs uint64
	Bytes  uint64
}

// Allocs runs f once to warm up and then n times, on one processor and without
// garbage collection so that no pool is emptied halfway. It returns the average,
// rounded down as [testing.AllocsPerRun] does.
func Allocs(n int, f func()) Cost {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range n {
		f()
	}
	runtime.ReadMemStats(&after)
	return Cost{
		Allocs: (after.Mallocs - before.Mallocs) / uint64(n),
		Bytes:  (after.TotalAlloc - before.TotalAlloc) / uint64(n),
	}
}
