#!/usr/bin/env bash
# lint.sh [DIR…]: golangci-lint over the given modules, by default over every module of
# the repository, with the configuration of the root. The linter is built from the
# version that tools/go.mod names. Without arguments, the rules of docs/platform.md are
# tried as well: they must find what they forbid.
set -euo pipefail
cd "$(dirname "$0")/.."
go build -C tools -mod=readonly -o ../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
lint=$PWD/bin/golangci-lint
failed=0

platform() {
	local rules page=docs/platform.md service=testdata/service
	rules=$(mktemp --suffix .yml)
	awk '/^```/ { inside = 0 } inside { print } /^```yaml/ { inside = 1 }' $page > "$rules"
	diff <(grep -n '// finding$' benchmarks/$service/main.go | cut -d: -f1) \
		<(cd benchmarks && "$lint" run --allow-parallel-runners -c "$rules" --enable-only depguard,forbidigo --max-same-issues 0 \
			--output.text.print-issued-lines=false ./$service | sed -n 's/^.*main\.go:\([0-9]*\):.*/\1/p') ||
		{ failed=1; echo "the rules of $page find other lines of benchmarks/$service/main.go than those marked"; }
	rm "$rules"
}

if [ $# = 0 ]; then
	set -- $(git ls-files '*go.mod' | xargs -n1 dirname | grep -v '^tools$')
	platform
fi
for module; do
	echo "== $module"
	(cd "$module" && "$lint" run --allow-parallel-runners ./...) || failed=1
done
exit $failed
