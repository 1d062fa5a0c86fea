package restyadapter

import (
	"bytes"
	"fmt"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"unsafe"

	"github.com/go-resty/resty/v2"

	"example.com/outbound/internal/engine"
)

// Unexported fields of the types of resty that this package reads or writes. New fails if
// the version of resty lacks one of them.
var (
	missingFields []string // filled by fieldOf

	requestClient     = fieldOf[resty.Request, *resty.Client]("client")
	requestUnparsed   = fieldOf[resty.Request, bool]("notParseResponse")
	requestSaved      = fieldOf[resty.Request, bool]("isSaveResponse")
	requestOutput     = fieldOf[resty.Request, string]("outputFile")
	requestCurl       = fieldOf[resty.Request, bool]("generateCurlOnDebug")
	requestCurlResult = fieldOf[resty.Request, *string]("resultCurlCmd")
	requestBuffer     = fieldOf[resty.Request, *bytes.Buffer]("bodyBuf")
	requestLog        = fieldOf[resty.Request, resty.Logger]("log")
	requestConditions = fieldOf[resty.Request, []resty.RetryConditionFunc]("retryConditions")
	requestMultipart  = fieldOf[resty.Request, bool]("isMultiPart")
	requestFiles      = fieldOf[resty.Request, []*resty.File]("multipartFiles")
	requestParts      = fieldOf[resty.Request, []*resty.MultipartField]("multipartFields")
	requestLimit      = fieldOf[resty.Request, int]("responseBodyLimit")
	requestForced     = fieldOf[resty.Request, string]("forceContentType")
	requestExpected   = fieldOf[resty.Request, string]("fallbackContentType")
	responseSize      = fieldOf[resty.Response, int64]("size")

	clientHTTP      = fieldOf[resty.Client, *http.Client]("httpClient")
	clientUnparsed  = fieldOf[resty.Client, bool]("notParseResponse")
	clientDirectory = fieldOf[resty.Client, string]("outputDirectory")
	clientLog       = fieldOf[resty.Client, resty.Logger]("log")
	clientLimiter   = fieldOf[resty.Client, resty.RateLimiter]("rateLimiter")
	clientBuild     = fieldOf[resty.Client, []resty.RequestMiddleware]("beforeRequest")
	clientBefore    = fieldOf[resty.Client, []resty.RequestMiddleware]("udBeforeRequest")
	clientAfter     = fieldOf[resty.Client, []resty.ResponseMiddleware]("afterResponse")
	clientPreHook   = fieldOf[resty.Client, resty.PreRequestHook]("preReqHook")
	clientSuccess   = fieldOf[resty.Client, []resty.SuccessHook]("successHooks")
	clientError     = fieldOf[resty.Client, []resty.ErrorHook]("errorHooks")
	clientInvalid   = fieldOf[resty.Client, []resty.ErrorHook]("invalidHooks")
	clientPanic     = fieldOf[resty.Client, []resty.ErrorHook]("panicHooks")
	clientSeeReq    = fieldOf[resty.Client, resty.RequestLogCallback]("requestLog")
	clientSeeResp   = fieldOf[resty.Client, resty.ResponseLogCallback]("responseLog")
)

// The functions of resty that build a request and that read a response, in the order of
// their calls.
var (
	buildSteps = []string{"parseRequestURL", "parseRequestHeader", "parseRequestBody", "createHTTPRequest", "addCredentials", "createCurlCmd"}
	readSteps  = []string{"parseResponseBody", "saveResponseIntoFile"}
)

// hiddenField is the offset in T of an unexported field of type V.
type hiddenField[T, V any] uintptr

// fieldOf returns the field of T by its name. If T has no such field of type V, fieldOf
// notes it in missingFields.
func fieldOf[T, V any](name string) hiddenField[T, V] {
	f, ok := reflect.TypeFor[T]().FieldByName(name)
	if !ok || f.Type != reflect.TypeFor[V]() {
		missingFields = append(missingFields, fmt.Sprintf("%v.%s", reflect.TypeFor[T](), name))
	}
	return hiddenField[T, V](f.Offset)
}

// of returns the address of the field in t.
func (f hiddenField[T, V]) of(t *T) *V { return (*V)(unsafe.Add(unsafe.Pointer(t), uintptr(f))) }

// checkVersion returns an error if this version of resty lacks a field or a function that
// this package needs.
func checkVersion() error {
	if len(missingFields) > 0 {
		return fmt.Errorf("outbound: this version of resty has no %s", strings.Join(missingFields, ", "))
	}
	rc := resty.NewWithClient(&http.Client{Transport: engine.Refusing{}})
	built, read := *clientBuild.of(rc), *clientAfter.of(rc)
	ok := len(built) == len(buildSteps) && len(read) == len(readSteps)
	for i := 0; ok && i < len(built); i++ {
		ok = strings.HasSuffix(functionName(built[i]), "."+buildSteps[i])
	}
	for i := 0; ok && i < len(read); i++ {
		ok = strings.HasSuffix(functionName(read[i]), "."+readSteps[i])
	}
	if !ok {
		return fmt.Errorf("outbound: this version of resty builds requests by other functions than %v and %v", buildSteps, readSteps)
	}
	return nil
}

// functionName returns the name of the function f with its package.
func functionName(f any) string { return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name() }
