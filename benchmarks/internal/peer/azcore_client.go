package peer

import (
	"context"
	"io"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"

	"example.com/outbound/benchmarks/internal/wire"
)

// azureClient makes calls as the clients that Azure generates do.
type azureClient struct {
	url      string
	pipeline runtime.Pipeline
}

func (c azureClient) Get(ctx context.Context, path string) error {
	_, err := c.Bytes(ctx, path)
	return err
}

func (c azureClient) Decode(ctx context.Context, path string) (v wire.Order, err error) {
	err = c.into(ctx, path, &v)
	return v, err
}

func (c azureClient) List(ctx context.Context, path string) (v []wire.Order, err error) {
	err = c.into(ctx, path, &v)
	return v, err
}

func (c azureClient) into(ctx context.Context, path string, v any) error {
	req, err := runtime.NewRequest(ctx, http.MethodGet, c.url+path)
	if err != nil {
		return err
	}
	return c.decode(req, v)
}

func (c azureClient) Post(ctx context.Context, path string, in any) (v wire.Order, err error) {
	req, err := runtime.NewRequest(ctx, http.MethodPost, c.url+path)
	if err != nil {
		return v, err
	}
	if err := runtime.MarshalAsJSON(req, in); err != nil {
		return v, err
	}
	err = c.decode(req, &v)
	return v, err
}

func (c azureClient) decode(req *policy.Request, v any) error {
	resp, err := c.ok(req)
	if err != nil {
		return err
	}
	return runtime.UnmarshalAsJSON(resp, v)
}

func (c azureClient) Bytes(ctx context.Context, path string) ([]byte, error) {
	req, err := runtime.NewRequest(ctx, http.MethodGet, c.url+path)
	if err != nil {
		return nil, err
	}
	resp, err := c.ok(req)
	if err != nil {
		return nil, err
	}
	return runtime.Payload(resp)
}

func (c azureClient) Stream(ctx context.Context, path string, w io.Writer) error {
	req, err := runtime.NewRequest(ctx, http.MethodGet, c.url+path)
	if err != nil {
		return err
	}
	runtime.SkipBodyDownload(req)
	resp, err := c.ok(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(w, resp.Body)
	return err
}

func (c azureClient) ok(req *policy.Request) (*http.Response, error) {
	resp, err := c.pipeline.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, runtime.NewResponseError(resp)
	}
	return resp, nil
}
