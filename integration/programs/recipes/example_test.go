// Package recipes_test has the recipes of docs/cookbook-clients.md and
// docs/cookbook.md that use libraries of other people.
package recipes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/coder/websocket"
	"github.com/rs/zerolog"
	"github.com/sirupsen/logrus"

	"example.com/outbound"
)

func Example_websocket() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer c.CloseNow()
		kind, message, err := c.Read(r.Context())
		if err == nil {
			_ = c.Write(r.Context(), kind, message)
			_ = c.Close(websocket.StatusNormalClosure, "")
		}
	}))
	defer server.Close()
	ctx, url := context.Background(), server.URL
	client, err := outbound.New(outbound.Standard())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()

	err = func() error {
		conn, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{
			HTTPClient: client.HTTP(), // credentials, TLS options and the log line
		})
		if err != nil {
			return err
		}
		defer conn.CloseNow()
		if err := conn.Write(ctx, websocket.MessageText, []byte("hello")); err != nil {
			return err
		}
		_, message, err := conn.Read(ctx)
		fmt.Println(string(message))
		return err
	}()
	fmt.Println(err)
	// Output:
	// hello
	// <nil>
}

func Example_aws() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`)
	}))
	defer server.Close()
	ctx := context.Background()
	cfg := aws.Config{
		Region:       "eu-west-1",
		BaseEndpoint: aws.String(server.URL),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "secret"}, nil
		}),
	}

	client, err := outbound.New() // without WithRetry: the SDK retries
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	identity := sts.NewFromConfig(cfg, func(o *sts.Options) {
		o.HTTPClient = client.HTTP()
	})
	out, err := identity.GetCallerIdentity(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*out.Account)
	// Output: 123456789012
}

// lines passes the log lines of a client to logrus.
type lines struct{ log *logrus.Logger }

func (l lines) Write(line []byte) (int, error) {
	var fields logrus.Fields
	if err := json.Unmarshal(line, &fields); err != nil {
		return 0, err
	}
	level, err := logrus.ParseLevel(fmt.Sprint(fields["level"]))
	message := fields["message"]
	delete(fields, "level")
	delete(fields, "message")
	l.log.WithFields(fields).Log(level, message)
	return len(line), err
}

func Example_logrus() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	defer server.Close()
	log := logrus.New()
	log.SetOutput(os.Stdout)
	log.SetFormatter(&brief{})

	client, err := outbound.New(outbound.WithBaseURL(server.URL), outbound.WithLogger(zerolog.New(lines{log})))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	_, err = outbound.Get[struct{}](context.Background(), client, "/users/42")
	fmt.Println(err)
	// Output:
	// info call: GET 200
	// <nil>
}

// brief prints what does not change from run to run.
type brief struct{}

func (*brief) Format(e *logrus.Entry) ([]byte, error) {
	return fmt.Appendf(nil, "%v %s: %v %v\n", e.Level, e.Message, e.Data["method"], e.Data["status"]), nil
}
