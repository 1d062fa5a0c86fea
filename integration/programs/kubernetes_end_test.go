package programs_test

import (
	"net/http"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
)

// client-go ends a watch without an error event on io.EOF and on
// io.ErrUnexpectedEOF, which it compares by identity.
func TestKubernetesWatchEndsWithoutAnErrorEvent(t *testing.T) {
	for name, end := range map[string]func(){"at its end": func() {}, "cut off": func() { panic(http.ErrAbortHandler) }} {
		t.Run(name, func(t *testing.T) {
			eachWay(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				write(w, podEvent(watch.Added, "a"))
				end()
			}, func(t *testing.T, pods dynamic.ResourceInterface) {
				w, err := pods.Watch(soon(t), v1.ListOptions{})
				if err != nil {
					t.Fatal(err)
				}
				defer w.Stop()
				wantEvent(t, w, watch.Added, "a")
				select {
				case event, open := <-w.ResultChan():
					if open {
						t.Errorf("got %s %v, want the end", event.Type, event.Object)
					}
				case <-soon(t).Done():
					t.Error("the watch has not ended")
				}
			})
		})
	}
}
