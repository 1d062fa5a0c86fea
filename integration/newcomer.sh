#!/usr/bin/env bash
# newcomer.sh: the first steps of a new user, in an empty folder with only Go: a call,
# a mocked test, a preset in YAML, explain, and the error of a broken file. It uses
# this repository and the Go module cache.
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cd "$home"
export GOWORK=off GOFLAGS=-mod=mod
say() { echo "== $*"; }
quiet() { # quiet COMMAND…: shows the output of the command only if it fails
	"$@" >"$home/output" 2>&1 || { echo "newcomer: failed: $*"; cat "$home/output"; exit 1; }
}
want() { grep -qF -- "$2" "$1" || { echo "newcomer: $1 does not say: $2"; cat "$1"; exit 1; }; }

say "a module that requires outbound"
quiet go mod init example.org/newcomer
go mod edit -require example.com/outbound@v0.0.0 -replace "example.com/outbound=$repo"

say "the first call"
cat > main.go <<'GO'
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"

	"example.com/outbound"
	"example.com/outbound/httperror"
)

type User struct{ Name string }

var errNoSuchUser = errors.New("no such user")

func find(ctx context.Context, client *outbound.Client) error {
	user, err := outbound.Get[User](ctx, client, "/users/{id}", outbound.PathParam("id", "42"))
	switch {
	case errors.Is(err, httperror.Status(404)):
		return errNoSuchUser
	case err != nil:
		return err
	}
	fmt.Println(user.Name)
	return nil
}

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"name":"Ada"}`) }))
	defer server.Close()
	client, err := outbound.New(
		outbound.Standard(), // retries with a budget, timeouts, request IDs
		outbound.WithBaseURL(server.URL),
	)
	if err == nil {
		defer client.Close()
		err = find(context.Background(), client)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
GO
quiet go mod tidy
quiet go run .
mv output first.txt
want first.txt Ada

say "the first mocked test"
cat > main_test.go <<'GO'
package main

import (
	"testing"
	"testing/synctest"

	"example.com/outbound"
	"example.com/outbound/mock"
)

func TestFind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, base := mock.New(t, outbound.Standard())
		base.On("GET", "/users/42", mock.Status(503), mock.Refused(), mock.JSON(200, User{Name: "Ada"}))
		if err := find(t.Context(), client); err != nil {
			t.Fatal(err)
		}
	})
}

func TestNobody(t *testing.T) {
	client, base := mock.New(t, outbound.Standard())
	base.On("GET", "/users/42", mock.Status(404))
	if err := find(t.Context(), client); err != errNoSuchUser {
		t.Fatal(err)
	}
}
GO
quiet go mod tidy
quiet go test ./...
mv output test.txt
want test.txt ok

say "a preset in YAML, checked and explained"
quiet go build -C "$repo/cmd/outbound" -mod=readonly -o "$home/outbound" .
cat > services.yaml <<'YAML'
presets:
  billing:
    extends: standard
    base_url: https://billing.example.com
    auth:
      - bearer: ${env:BILLING_TOKEN}
    retry:
      attempts: 3
YAML
quiet ./outbound check services.yaml
quiet ./outbound explain --config services.yaml billing
mv output explain.txt
want explain.txt https://billing.example.com
want explain.txt retry
quiet ./outbound explain --config services.yaml billing --svg schedule.svg
want schedule.svg '<svg'

say "the error of a broken file"
sed -i.bak 's/attempts: 3/atempts: 3/; s/base_url: https/base_url: ftp/' services.yaml
if ./outbound check services.yaml > broken.txt 2>&1; then
	echo "newcomer: a broken file passed the check"
	exit 1
fi
want broken.txt services.yaml:8:
want broken.txt attempts
want broken.txt services.yaml:4:

say "a call from the shell"
quiet ./outbound get --help
mv output help.txt
want help.txt --preset
echo "newcomer: every step works"
