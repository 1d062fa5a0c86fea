package programs_test

import (
	"fmt"
	"net/http"
	"testing"

	"example.com/outbound"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// ways are those in which client-go takes a client.
var ways = []struct {
	name string
	make func(cfg *rest.Config, hc *http.Client) (*dynamic.DynamicClient, error)
}{
	{"NewForConfigAndClient", dynamic.NewForConfigAndClient},
	{"Transport", func(cfg *rest.Config, hc *http.Client) (*dynamic.DynamicClient, error) {
		cfg.Transport = hc.Transport
		return dynamic.NewForConfig(cfg)
	}},
	{"WrapTransport", func(cfg *rest.Config, hc *http.Client) (*dynamic.DynamicClient, error) {
		cfg.WrapTransport = func(http.RoundTripper) http.RoundTripper { return hc.Transport }
		return dynamic.NewForConfig(cfg)
	}},
}

var podResource = schema.GroupVersionResource{Version: "v1", Resource: "pods"}

func podsOf(t *testing.T, cfg *rest.Config, hc *http.Client) dynamic.ResourceInterface {
	t.Helper()
	c, err := dynamic.NewForConfigAndClient(cfg, hc)
	if err != nil {
		t.Fatal(err)
	}
	return c.Resource(podResource).Namespace("default")
}

// eachWay runs test with both clients and every way to give one to client-go.
func eachWay(t *testing.T, h http.HandlerFunc, test func(t *testing.T, pods dynamic.ResourceInterface)) {
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			both(t, func(t *testing.T, open open) {
				c, err := way.make(&rest.Config{Host: serve(t, h).URL, BearerToken: "token"}, open(t, loopback, outbound.Stream()))
				if err != nil {
					t.Fatal(err)
				}
				test(t, c.Resource(podResource).Namespace("default"))
			})
		})
	}
}

func podEvent(kind watch.EventType, name string) string {
	return fmt.Sprintf(`{"type":%q,"object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":%q}}}`+"\n", kind, name)
}

func wantEvent(t *testing.T, w watch.Interface, kind watch.EventType, name string) {
	t.Helper()
	event := receive(t, w.ResultChan())
	pod, ok := event.Object.(*unstructured.Unstructured)
	if event.Type != kind || !ok || pod.GetName() != name {
		t.Fatalf("got %v, want %s %s", event, kind, name)
	}
}

func TestKubernetesWatchSeesEachEventAtOnce(t *testing.T) {
	next, left := make(step), make(chan struct{}, 2)
	eachWay(t, func(w http.ResponseWriter, r *http.Request) {
		defer func() { left <- struct{}{} }()
		if got := r.URL.Query().Get("watch"); got == "" {
			t.Errorf("got the query %s, want watch", r.URL.RawQuery)
		}
		w.Header().Set("Content-Type", "application/json")
		write(w, podEvent(watch.Added, "a"))
		if next.wait(r.Context()) {
			write(w, podEvent(watch.Deleted, "a"))
		}
		<-r.Context().Done()
	}, func(t *testing.T, pods dynamic.ResourceInterface) {
		w, err := pods.Watch(soon(t), v1.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Stop()
		wantEvent(t, w, watch.Added, "a")
		next.take(t)
		wantEvent(t, w, watch.Deleted, "a")
		w.Stop()
		receive(t, left)
	})
}

func TestKubernetesErrorsKeepTheirReason(t *testing.T) {
	eachWay(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusGone)
		write(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","message":"too old","code":410}`)
	}, func(t *testing.T, pods dynamic.ResourceInterface) {
		if _, err := pods.Watch(soon(t), v1.ListOptions{ResourceVersion: "1"}); !apierrors.IsResourceExpired(err) {
			t.Errorf("Watch: got %v, want the reason Expired", err)
		}
		if _, err := pods.Get(soon(t), "a", v1.GetOptions{}); !apierrors.IsResourceExpired(err) {
			t.Errorf("Get: got %v, want the reason Expired", err)
		}
	})
}
