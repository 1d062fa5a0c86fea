package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestThePicturesShowWhatTheCodeDoes(t *testing.T) {
	for name, text := range pictures() {
		got, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != text {
			t.Errorf("docs/%s is out of date: go generate ./docs", name)
		}
	}
}
