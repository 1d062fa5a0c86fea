#!/usr/bin/env bash
# lint.sh [DIR…]: golangci-lint over the given modules, by default over every module of
# the repository, with the configuration of the root. The linter is built from the
# version that tools/go.mod names.
set -euo pipefail
cd "$(dirname "$0")/.."
go build -C tools -mod=readonly -o ../bin/golangci-lint github.com/golangci/golangci-lint/v2/cmd/golangci-lint
lint=$PWD/bin/golangci-lint
[ $# -gt 0 ] || set -- $(git ls-files '*go.mod' | xargs -n1 dirname | grep -v '^tools$')
failed=0
for module; do
	echo "== $module"
	(cd "$module" && "$lint" run ./...) || failed=1
done
exit $failed
