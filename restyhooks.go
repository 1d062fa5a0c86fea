package outbound

import (
	"reflect"
	"unsafe"

	"github.com/go-resty/resty/v2"
)

// restyHooks is what New has left of the hooks of the resty client.
type restyHooks struct {
	before     int // OnBeforeRequest
	preRequest resty.PreRequestHook
}

// sealHooks makes the hooks of rc those of every copy of it. A copy shares the
// memory of the hooks: without room at the end, a hook that is added to one copy
// does not show in the others. The hook of SetPreRequestHook, of which resty has
// one, makes way for ours, which calls it.
func sealHooks(rc *resty.Client) restyHooks {
	v := reflect.ValueOf(rc).Elem()
	for _, name := range []string{"beforeRequest", "udBeforeRequest", "afterResponse", "successHooks", "errorHooks", "invalidHooks", "panicHooks"} {
		clip(v.FieldByName(name))
	}
	hooks := restyHooks{before: hidden(rc, fieldBefore).Len()}
	if slot := v.FieldByName("preReqHook"); !slot.IsNil() {
		hooks.preRequest = *(*resty.PreRequestHook)(unsafe.Pointer(slot.UnsafeAddr()))
	}
	rc.SetPreRequestHook(beforeSend)
	return hooks
}

// clip gives a slice that reflection may not set a capacity of its length.
func clip(field reflect.Value) {
	if field.Len() == field.Cap() {
		return
	}
	settable := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
	settable.Set(settable.Slice3(0, field.Len(), field.Len()))
}

func cloneMap(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

func cloneValues(m map[string][]string) map[string][]string {
	out := make(map[string][]string, len(m))
	for k, v := range m {
		out[k] = append([]string(nil), v...)
	}
	return out
}
