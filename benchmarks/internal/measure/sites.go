package measure

import (
	"math"
	"runtime"
)

// Site is a place that allocates: its stack, innermost frame first, and the
// objects and bytes of one operation.
type Site struct {
	Stack   []runtime.Frame
	Objects float64
	Bytes   float64
}

// Sites runs f once to warm up and then n times with every allocation profiled,
// and returns the places that allocate at least once in ten operations. It is
// slow and belongs after everything that is timed.
func Sites(n int, f func()) []Site {
	f()
	defer func(rate int) { runtime.MemProfileRate = rate }(runtime.MemProfileRate)
	runtime.MemProfileRate = 1
	before := profile()
	for range n {
		f()
	}
	after := profile()
	var sites []Site
	for stack, r := range after {
		objects := float64(r.AllocObjects-before[stack].AllocObjects) / float64(n)
		if objects < 0.1 {
			continue
		}
		bytes := float64(r.AllocBytes-before[stack].AllocBytes) / float64(n)
		sites = append(sites, Site{frames(r.Stack()), math.Round(objects), math.Round(bytes)})
	}
	return sites
}

// profile returns the memory profile by stack. What was allocated is in it two
// collections later.
func profile() map[[32]uintptr]runtime.MemProfileRecord {
	for range 3 {
		runtime.GC()
	}
	records := make([]runtime.MemProfileRecord, 100)
	n, ok := runtime.MemProfile(records, true)
	for !ok {
		records = make([]runtime.MemProfileRecord, n+100)
		n, ok = runtime.MemProfile(records, true)
	}
	byStack := make(map[[32]uintptr]runtime.MemProfileRecord, n)
	for _, r := range records[:n] {
		sum := byStack[r.Stack0] // one stack may have records of several sizes
		r.AllocObjects += sum.AllocObjects
		r.AllocBytes += sum.AllocBytes
		byStack[r.Stack0] = r
	}
	return byStack
}

func frames(stack []uintptr) []runtime.Frame {
	var all []runtime.Frame
	for it, more := runtime.CallersFrames(stack), true; more; {
		var f runtime.Frame
		f, more = it.Next()
		all = append(all, f)
	}
	return all
}
