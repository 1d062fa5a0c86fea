package peer

import (
	"net/http"
	"time"

	azcore "github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// azcorePipeline is the pipeline beneath every Azure SDK.
var azcorePipeline = Peer{
	Name: "azcore",
	New: func(mode Mode, s Setup) Client {
		options := policy.ClientOptions{
			Transport: &http.Client{Transport: s.Base},
			Telemetry: policy.TelemetryOptions{Disabled: true},
			// A negative RetryDelay, documented as none, waits for MaxRetryDelay.
			Retry: policy.RetryOptions{MaxRetries: int32(s.attempts() - 1), TryTimeout: mode.attemptBound(), RetryDelay: 1, MaxRetryDelay: 1},
		}
		if !mode.retries() {
			options.Retry.MaxRetries = -1
		}
		var extra runtime.PipelineOptions
		if mode.isFull() {
			extra.PerCall = []policy.Policy{runtime.NewRequestIDPolicy(), azureLog{newJournal(s.Log)}}
			extra.PerRetry = []policy.Policy{runtime.NewKeyCredentialPolicy(
				azcore.NewKeyCredential(token), "Authorization",
				&runtime.KeyCredentialPolicyOptions{Prefix: "Bearer ", InsecureAllowCredentialWithHTTP: true},
			)}
		}
		if mode == Observed {
			extra.PerCall = []policy.Policy{azureCount{}}
		}
		return withCallBound(mode, azureClient{s.URL, runtime.NewPipeline("benchmarks", "v0.0.0", extra, &options)})
	},
}

// azureLog writes one line per call: azcore's own log writes five, for people.
type azureLog struct{ journal *journal }

func (l azureLog) Do(req *policy.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := req.Next()
	l.journal.write(req.Raw(), statusOf(resp), time.Since(start))
	return resp, err
}

// azureCount counts calls.
type azureCount struct{}

func (azureCount) Do(req *policy.Request) (*http.Response, error) {
	begun.Add(1)
	defer ended.Add(1)
	return req.Next()
}
