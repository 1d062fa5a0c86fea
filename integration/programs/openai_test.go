package programs_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
)

func completions(hc *http.Client, url string) openai.ChatCompletionService {
	c := openai.NewClient(option.WithHTTPClient(hc), option.WithBaseURL(url), option.WithAPIKey("key"))
	return c.Chat.Completions
}

var question = openai.ChatCompletionNewParams{
	Model:    "small",
	Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("hello?")},
}

// The program repeats by itself what the server asks it to repeat; a POST is
// not repeated beneath it.
func TestOpenAIRepeatsItsOwnRequests(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		var requests atomic.Int32
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if n := requests.Add(1); n < 3 {
				if got := r.Header.Get("X-Stainless-Retry-Count"); got != fmt.Sprint(n-1) {
					t.Errorf("request %d has the retry count %q", n, got)
				}
				w.Header().Set("Retry-After-Ms", "1")
				http.Error(w, `{"error":{"message":"slow down"}}`, http.StatusTooManyRequests)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"id":"1","object":"chat.completion","choices":[{"message":{"content":"day"}}]}`)
		})
		words := completions(open(t, loopback), srv.URL)
		got, err := words.New(soon(t), question)
		if err != nil || got.Choices[0].Message.Content != "day" || requests.Load() != 3 {
			t.Errorf("got %v, %v, %d requests, want 3", got, err, requests.Load())
		}
	})
}

func TestOpenAIErrorHasStatusAndMessage(t *testing.T) {
	both(t, func(t *testing.T, open open) {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			io.WriteString(w, `{"error":{"message":"no such key","code":"invalid_api_key"}}`)
		})
		words := completions(open(t, loopback), srv.URL)
		_, err := words.New(soon(t), question)
		var refused *openai.Error
		if !errors.As(err, &refused) || refused.StatusCode != http.StatusUnauthorized || refused.Code != "invalid_api_key" || refused.Message != "no such key" {
			t.Errorf("got %v, want status 401 with its message", err)
		}
	})
}
