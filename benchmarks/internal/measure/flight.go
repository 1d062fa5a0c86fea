package measure

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

// Flight is what many calls cost while all of them wait for their answer.
type Flight struct {
	Heap     float64       // bytes per call
	Stack    float64       // bytes per call
	LockWait time.Duration // for mutexes, of all calls together
}

// Bytes is the memory that a call holds, heap and stack.
func (f Flight) Bytes() float64 { return f.Heap + f.Stack }

// InFlight starts n goroutines that run call, waits until inside says that all
// of them wait for the answer, measures, lets them go and waits for their end.
// It never returns if call holds a lock while it waits, as then they cannot all
// be inside.
func InFlight(n int, call func(), inside func() int64, letGo func()) Flight {
	heap, stack := memory()
	locks := lockWait()
	var wg sync.WaitGroup
	for range n {
		wg.Go(call)
	}
	for inside() < int64(n) {
		time.Sleep(time.Millisecond)
	}
	heapNow, stackNow := memory()
	letGo()
	wg.Wait()
	return Flight{(heapNow - heap) / float64(n), (stackNow - stack) / float64(n), lockWait() - locks}
}

// Live returns the bytes that are alive on the heap.
func Live() float64 {
	heap, _ := memory()
	return heap
}

// memory returns the bytes that are alive on the heap and those of stacks.
func memory() (heap, stack float64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc), float64(m.StackInuse)
}

func lockWait() time.Duration {
	sample := []metrics.Sample{{Name: "/sync/mutex/wait/total:seconds"}}
	metrics.Read(sample)
	return time.Duration(sample[0].Value.Float64() * float64(time.Second))
}
