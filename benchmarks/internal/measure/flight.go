package measure

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

// Flight is what many calls cost while all of them wait for their answer.
type Flight struct {
	Bytes    float64       // heap and stacks, per call
	LockWait time.Duration // for mutexes, of all calls together
}

// InFlight starts n goroutines that run call, waits until inside says that all
// of them wait for the answer, measures, lets them go and waits for their end.
// It never returns if call holds a lock while it waits, as then they cannot all
// be inside.
func InFlight(n int, call func(), inside func() int64, letGo func()) Flight {
	before, locks := memory(), lockWait()
	var wg sync.WaitGroup
	for range n {
		wg.Go(call)
	}
	for inside() < int64(n) {
		time.Sleep(time.Millisecond)
	}
	after := memory()
	letGo()
	wg.Wait()
	return Flight{float64(after-before) / float64(n), lockWait() - locks}
}

// memory returns the bytes that are alive on the heap and those of stacks.
func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

func lockWait() time.Duration {
	sample := []metrics.Sample{{Name: "/sync/mutex/wait/total:seconds"}}
	metrics.Read(sample)
	return time.Duration(sample[0].Value.Float64() * float64(time.Second))
}
