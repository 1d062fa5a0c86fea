#!/usr/bin/env bash
# fuzz.sh [DURATION]: runs every fuzz target of the root module and of config for DURATION
# (default 30s), JOBS at a time (default 2). The first finding fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."
duration=${1:-30s}
# package and target of every "func FuzzX(f *testing.F)"
targets() {
	git ls-files '*_test.go' | xargs grep -HoE '^func Fuzz[A-Za-z0-9_]+' |
		while IFS=: read -r file func; do echo "./$(dirname "$file") ${func#func }"; done | grep -vE '^\./(integration|benchmarks|cmd|tools|mock/vcr|auth/integration|auth/awssigv4)/?'
}
# "context deadline exceeded" alone is the end of the time and no finding: package
# testing reports it so if it comes while an input is being sent to the worker.
targets | sort -u | xargs -P "${JOBS:-2}" -L 1 bash -c '
	out=$(cd "$1" && go test . -run="^$" -fuzz="^$2\$" -fuzztime="$0" -parallel=1 2>&1) ||
		{ grep -qx "    context deadline exceeded" <<<"$out" && ! grep -qE "Failing input|panic|seed corpus|DATA RACE" <<<"$out"; } ||
		{ echo "FAIL $1 $2"; echo "$out" | tail -30; exit 255; }
	echo "ok   $1 $2 ($(echo "$out" | grep -oE "execs: [0-9]+" | tail -1))"' "$duration"
