#!/usr/bin/env bash
# firstchange.sh: does in a temporary clone what CONTRIBUTING.md calls "Your first change",
# with the code that the page shows.
set -euo pipefail
repo=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GOWORK=off
git clone -q "$repo" "$work/outbound"
git -C "$repo" diff --binary HEAD | git -C "$work/outbound" apply --allow-empty
cd "$work/outbound"
fail() { echo "firstchange: $*"; cat "$work/out"; exit 1; }
block() { # block N: the Nth indented block of the page, without its indentation
	awk -v n="$1" '/^   ```$/ && inside { inside = 0; next } /^   ```/ { inside = 1; i++; next } inside && i == n { sub(/^   /, ""); print }' CONTRIBUTING.md
}

block 1 >> retry/wait.go
block 2 > "$work/row"
sed -i.bak "/^\t\t\"linear\":/{
r $work/row
}" retry/wait_test.go
rm retry/wait_test.go.bak
gofmt -w retry
go test ./retry -run Wait >"$work/out" 2>&1 || fail "the test of the exercise fails"
git diff --quiet retry/wait_test.go && fail "the row is not in the table"

if go test ./internal/apilist >"$work/out" 2>&1; then fail "the list of the API is said to be whole"; fi
block 3 | while read -r line; do grep -qF "$line" "$work/out" || fail "the test does not say: $line"; done
make -s api >"$work/out" 2>&1 || fail "make api"
go test ./internal/apilist ./internal/repotest >"$work/out" 2>&1 || fail "after make api"
for f in api/outbound.txt retry/wait.go retry/wait_test.go; do git diff --name-only | grep -qxF $f || fail "$f is unchanged"; done
echo "firstchange: every step works"
