package outbound_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"example.com/outbound"
	"example.com/outbound/httperror"
	"example.com/outbound/mock"
	"example.com/outbound/retry"
)

// What docs/cookbook.md shows of bodies.

func Example_errorBody() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/orders", mock.JSON(422, map[string]string{"code": "sold_out", "detail": "no tea left"}))

	var problem struct {
		Code   string `json:"code"`
		Detail string `json:"detail"`
	}
	_, err := outbound.Post[Order](ctx, client, "/orders", Order{Item: "tea"},
		outbound.ErrorInto(&problem))
	if errors.Is(err, httperror.Status(422)) {
		fmt.Println(problem.Code, problem.Detail)
	}
	// Output: sold_out no tea left
}

func Example_xml() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/invoices", mock.Text(200, "<invoice><total>8</total></invoice>").With("Content-Type", "application/xml"))

	type invoice struct {
		XMLName xml.Name `xml:"invoice"`
		Total   int      `xml:"total"`
	}
	made, err := outbound.Post[invoice](ctx, client, "/invoices", invoice{Total: 7},
		outbound.Header("Content-Type", "application/xml"),
		outbound.Header("Accept", "application/xml"))
	fmt.Println(string(base.Requests()[0].Body), made.Total, err)
	// Output: <invoice><total>7</total></invoice> 8 <nil>
}

func Example_form() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/login", mock.JSON(200, User{Name: "Ada"}))

	user, err := outbound.Post[User](ctx, client, "/login", url.Values{
		"name": {"ada"},
		"role": {"admin", "author"},
	})
	sent := base.Requests()[0]
	fmt.Println(sent.Header.Get("Content-Type"), string(sent.Body), user.Name, err)
	// Output: application/x-www-form-urlencoded name=ada&role=admin&role=author Ada <nil>
}

func Example_multipart() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("POST", "/reports", mock.Status(201))
	file := strings.NewReader("a,b\n")

	_, err := outbound.Post[struct{}](ctx, client, "/reports", outbound.Multipart{
		Fields: url.Values{"title": {"May"}},
		Files: []outbound.File{
			{Field: "report", Name: "may.csv", ContentType: "text/csv", Body: file},
		},
	})
	fmt.Println(bytes.Contains(base.Requests()[0].Body, []byte(`filename="may.csv"`)), err)
	// Output: true <nil>
}

func Example_uploadWithProgress() {
	ctx := context.Background()
	client, base, done := mocked()
	defer done()
	base.On("PUT", "/backup", mock.Status(204))
	file, err := os.CreateTemp("", "backup")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(file.Name())
	if err := os.WriteFile(file.Name(), make([]byte, 1000), 0o600); err != nil {
		fmt.Println(err)
	}
	var sent int64

	_, err = outbound.Put[struct{}](ctx, client, "/backup", file,
		outbound.Progress(func(done, total int64) { sent = max(sent, done) }),
		outbound.Timeout(0)) // as long as it takes
	fmt.Println(sent, err)
	// Output: 1000 <nil>
}

func Example_idempotentPost() {
	ctx := context.Background()
	client, base, done := mocked(atOnce(retry.Policy{}))
	defer done()
	base.On("POST", "/orders", mock.Reset(), mock.Status(201))

	_, err := outbound.Post[struct{}](ctx, client, "/orders", Order{Item: "tea"},
		outbound.Header("Idempotency-Key", "order-4711"))
	fmt.Println(len(base.Requests()), err)
	// Output: 2 <nil>
}
