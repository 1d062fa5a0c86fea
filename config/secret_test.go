package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"example.com/outbound/config"
)

const secretive = `presets:
  billing:
    base_url: https://billing.example.com
    auth: [{bearer: "${env:BILLING_TOKEN}"}]
  mail:
    base_url: https://mail.example.com
    headers: {X-Api-Key: "${file:absent}", X-Empty: "${file:empty}"}
  stock: {base_url: https://stock.example.com}
  ledger: {base_url: "${env:LEDGER_URL}", proxy: "http://proxy.example.com:${env:PORT}"}
`

func TestAPresetNeedsItsOwnSecretsOnly(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "empty", "\n")
	f, err := config.Load(write(t, dir, "presets.yaml", secretive))
	if err != nil {
		t.Fatalf("Load without a secret: %v", err)
	}
	if _, err := f.Option("stock"); err != nil {
		t.Errorf("a preset without references: %v", err)
	}
	_, err = f.Option("billing")
	if want := `config: preset "billing": ${env:BILLING_TOKEN}: the variable is not set, or empty`; err == nil || err.Error() != want {
		t.Errorf("an unset variable: got %v, want %s", err, want)
	}
	_, err = f.Option("mail")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "${file:empty}: the file is empty") {
		t.Errorf("got %v, want both files named", err)
	}
}

func TestNoSecretIsShown(t *testing.T) {
	t.Setenv("BILLING_TOKEN", "hunter2")
	f := parse(t, secretive)
	if _, err := f.Option("billing"); err != nil {
		t.Fatal(err)
	}
	x, err := f.Explain("billing")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	for _, shown := range []string{string(text), fmt.Sprintf("%+v", x), fmt.Sprintf("%#v", f)} {
		if strings.Contains(shown, "hunter2") {
			t.Errorf("the secret is shown: %s", shown)
		}
	}
	if !strings.Contains(string(text), "${env:BILLING_TOKEN}") {
		t.Errorf("the reference is not shown: %s", text)
	}
}
