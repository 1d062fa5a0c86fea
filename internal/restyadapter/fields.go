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

// The fields of resty's types that resty does not export and that are read or
// written here. New fails with a version of resty that has other ones.
var (
	restyMissing []string

	requestClient     = restyField[resty.Request, *resty.Client]("client")
	requestUnparsed   = restyField[resty.Request, bool]("notParseResponse")
	requestSaved      = restyField[resty.Request, bool]("isSaveResponse")
	requestOutput     = restyField[resty.Request, string]("outputFile")
	requestCurl       = restyField[resty.Request, bool]("generateCurlOnDebug")
	requestCurlResult = restyField[resty.Request, *string]("resultCurlCmd")
	requestBuffer     = restyField[resty.Request, *bytes.Buffer]("bodyBuf")
	requestLog        = restyField[resty.Request, resty.Logger]("log")
	requestConditions = restyField[resty.Request, []resty.RetryConditionFunc]("retryConditions")
	requestMultipart  = restyField[resty.Request, bool]("isMultiPart")
	requestFiles      = restyField[resty.Request, []*resty.File]("multipartFiles")
	requestParts      = restyField[resty.Request, []*resty.MultipartField]("multipartFields")
	requestLimit      = restyField[resty.Request, int]("responseBodyLimit")
	requestForced     = restyField[resty.Request, string]("forceContentType")
	requestExpected   = restyField[resty.Request, string]("fallbackContentType")
	responseSize      = restyField[resty.Response, int64]("size")

	clientHTTP      = restyField[resty.Client, *http.Client]("httpClient")
	clientUnparsed  = restyField[resty.Client, bool]("notParseResponse")
	clientDirectory = restyField[resty.Client, string]("outputDirectory")
	clientLog       = restyField[resty.Client, resty.Logger]("log")
	clientLimiter   = restyField[resty.Client, resty.RateLimiter]("rateLimiter")
	clientBuild     = restyField[resty.Client, []resty.RequestMiddleware]("beforeRequest")
	clientBefore    = restyField[resty.Client, []resty.RequestMiddleware]("udBeforeRequest")
	clientAfter     = restyField[resty.Client, []resty.ResponseMiddleware]("afterResponse")
	clientPreHook   = restyField[resty.Client, resty.PreRequestHook]("preReqHook")
	clientSuccess   = restyField[resty.Client, []resty.SuccessHook]("successHooks")
	clientError     = restyField[resty.Client, []resty.ErrorHook]("errorHooks")
	clientInvalid   = restyField[resty.Client, []resty.ErrorHook]("invalidHooks")
	clientPanic     = restyField[resty.Client, []resty.ErrorHook]("panicHooks")
	clientSeeReq    = restyField[resty.Client, resty.RequestLogCallback]("requestLog")
	clientSeeResp   = restyField[resty.Client, resty.ResponseLogCallback]("responseLog")
)

// The functions of resty that build a request and read a response, in order.
var (
	restyBuild = []string{"parseRequestURL", "parseRequestHeader", "parseRequestBody", "createHTTPRequest", "addCredentials", "createCurlCmd"}
	restyRead  = []string{"parseResponseBody", "saveResponseIntoFile"}
)

// hiddenField is an unexported field of a T, of type V.
type hiddenField[T, V any] uintptr

func restyField[T, V any](name string) hiddenField[T, V] {
	f, ok := reflect.TypeFor[T]().FieldByName(name)
	if !ok || f.Type != reflect.TypeFor[V]() {
		restyMissing = append(restyMissing, fmt.Sprintf("%v.%s", reflect.TypeFor[T](), name))
	}
	return hiddenField[T, V](f.Offset)
}

// of is the address of the field in t.
func (f hiddenField[T, V]) of(t *T) *V { return (*V)(unsafe.Add(unsafe.Pointer(t), uintptr(f))) }

// checkResty reports a version of resty whose inner parts are not those that the
// functions here work with.
func checkResty() error {
	if len(restyMissing) > 0 {
		return fmt.Errorf("outbound: this version of resty has no %s", strings.Join(restyMissing, ", "))
	}
	rc := resty.NewWithClient(&http.Client{Transport: engine.Refusing{}})
	built, read := *clientBuild.of(rc), *clientAfter.of(rc)
	ok := len(built) == len(restyBuild) && len(read) == len(restyRead)
	for i := 0; ok && i < len(built); i++ {
		ok = strings.HasSuffix(functionName(built[i]), "."+restyBuild[i])
	}
	for i := 0; ok && i < len(read); i++ {
		ok = strings.HasSuffix(functionName(read[i]), "."+restyRead[i])
	}
	if !ok {
		return fmt.Errorf("outbound: this version of resty builds requests by other functions than %v and %v", restyBuild, restyRead)
	}
	return nil
}

func functionName(f any) string { return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name() }
