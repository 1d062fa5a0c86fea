#!/usr/bin/env bash
# run.sh [NAME…]: every deliberate fault in this folder must make a test fail.
#
# A fault is a patch. Its first line says what was done, its second names the
# tests that must see it; -C before the package names a nested module:
#
#	# the last attempt is made once more
#	# go test ./retry -run TestTheLoop
#	# go test -C config . -run TestWatch
#
# Each patch is applied to a copy of the tree, two at a time (JOBS=n for another
# number). A fault is killed only by a test that fails. A patch that does not
# apply or compile, and tests that run into the timeout, are errors: they prove
# nothing. Before that the named packages must pass without any fault.
set -uo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export work GOFLAGS="${GOFLAGS:-} -trimpath" GOWORK=off

copy() { # copy DIR: the tree as it is, without what git ignores
	mkdir -p "$1"
	git ls-files -z -co --exclude-standard |
		while IFS= read -r -d '' f; do [ -e "$f" ] && printf '%s\0' "$f"; done | xargs -0 cp --parents -t "$1"
}

tests() { sed -n '2s/^# go test //p' "$1"; } # of a patch

mutant() { # mutant PATCH: prints one line, and fails unless a test saw the fault
	local name dir out
	set -o pipefail # it is a shell of its own
	name=$(basename "$1" .patch) dir=$work/$name
	cp -r "$work/clean" "$dir"
	if ! out=$(patch -d "$dir" -p1 -s --no-backup-if-mismatch <"$1" 2>&1); then
		echo "STALE    $name: $(echo "$out" | head -1)"
		return 1
	fi
	# shellcheck disable=SC2046 # words
	out=$(cd "$dir" && go test $(tests "$1") -vet=off -count=1 -failfast -timeout 60s 2>&1 | tr -d '\0')
	local rc=$?
	rm -rf "$dir"
	if [ $rc = 0 ] && ! grep -q 'no tests to run' <<<"$out"; then
		echo "SURVIVED $name: $(sed -n '1s/^# //p' "$1")"
		return 1
	elif grep -qE '\[(build|setup) failed\]|no tests to run' <<<"$out"; then
		echo "BROKEN   $name: $(grep -m1 -E '\.go:[0-9]+:|no tests' <<<"$out")"
		return 1
	elif grep -q '^panic: test timed out' <<<"$out"; then
		echo "TIMEOUT  $name: no test failed within 60 s"
		return 1
	elif ! grep -qE '^ *--- FAIL: |^panic: |^fatal error: ' <<<"$out"; then
		echo "BROKEN   $name: $(tail -1 <<<"$out")"
		return 1
	fi
	echo "killed   $name"
}
export -f mutant tests

copy "$work/clean"
patches=(internal/mutants/*.patch)
if [ $# != 0 ]; then
	patches=("${@/#/internal/mutants/}")
	patches=("${patches[@]/%/.patch}")
fi
for p in "${patches[@]}"; do
	[ -n "$(tests "$p")" ] || { echo "$p: its second line names no tests"; exit 1; }
done
for p in "${patches[@]}"; do tests "$p" | sed 's/ -run .*//'; done | sort -u |
	while read -r packages; do
		# shellcheck disable=SC2086 # words
		(cd "$work/clean" && go test $packages -vet=off -count=1) || exit 1
	done >"$work/out" 2>&1 || { echo "the tests fail without a fault:"; tail -30 "$work/out"; exit 1; }

printf '%s\n' "${patches[@]/#/$PWD/}" | xargs -P "${JOBS:-2}" -I{} bash -c 'mutant "$1"' _ {} >"$work/report"
rc=$?
sort "$work/report"
echo "$(grep -c ^killed "$work/report") of ${#patches[@]} faults were seen"
exit $rc
