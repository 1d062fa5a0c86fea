#!/usr/bin/env bash
# release.sh VERSION: releases every module of the repository under one version.
# release.sh -n [VERSION]: the same for the working tree, without leaving anything
# behind; by default the next minor version.
#
# Everything happens in a temporary clone, and is proven there: each module can be
# required, each command installed, from a module proxy that has the new tags and what
# the Go module cache holds. Only then do the commit and the tags come into this
# repository. Nothing is pushed.
set -euo pipefail
cd "$(dirname "$0")/.."
repo=$PWD dry=
[ "${1:-}" != -n ] || { dry=1; shift; }
last=$(sed -n 's/^const Version = "\(.*\)"$/\1/p' version.go)
version=${1:-}
[ -n "$version" ] || [ -z "$dry" ] || version=v$(echo "$last" | awk -F. '{ print $1 "." $2 + 1 ".0" }')
fail() { echo "release: $*" >&2; exit 1; }
say() { echo "== $*"; }
[ -n "$version" ] || fail "usage: release.sh [-n] v0.2.0"
export GOWORK=off GOFLAGS=-mod=readonly

if [ -z "$dry" ]; then
	[ -z "$(git status --porcelain)" ] || fail "the working tree has changes that are not committed"
	[ -z "$(git tag -l "$version" "*/$version")" ] || fail "there is a tag $version already"
fi
work=$(mktemp -d)
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
git clone -q "$repo" "$work/repo"
git -C "$repo" diff --binary HEAD | git -C "$work/repo" apply --index --allow-empty
cd "$work/repo"
git config user.name "$(git -C "$repo" config user.name || echo release)"
git config user.email "$(git -C "$repo" config user.email || echo release@localhost)"
git config advice.detachedHead false

# right after a release there is nothing to release yet, and a dry run still works
[ -z "$dry" ] || { sed -i.bak 's/^## Unreleased$/&\n\n- A dry run./' CHANGELOG.md && rm CHANGELOG.md.bak; }

say "the lists of the API, the changelog and the number $version"
go run ./internal/apilist -release "$version"

# every module, and those that others can require: the ones of internal/apilist
modules=$(git ls-files go.mod '*/go.mod' | xargs -n1 dirname)
released=$(echo "$modules" | grep -vE '(^|/)(tools|benchmarks|integration|examples)(/|$)')
path() { go -C "$1" list -m; }
tag() { [ "$1" = . ] && echo "$version" || echo "$1/$version"; }
isCommand() { [ "$1" != . ] && [ ! -f "api/$1.txt" ]; } # exports nothing

say "the version in version.go, CHANGELOG.md and every go.mod"
sed -i.bak "s/^const Version = .*/const Version = \"${version#v}\"/" version.go
sed -i.bak "s/^## Unreleased\$/## Unreleased\n\n## ${version#v} - $(date -u +%Y-%m-%d)/" CHANGELOG.md
rm version.go.bak CHANGELOG.md.bak
requireOwn() { # requireOwn DIR: the modules of this repository that DIR requires, at the new version
	for r in $released; do
		if grep -qE "^(require)?[[:space:]]+$(path "$r") v" "$1/go.mod"; then go mod edit -require="$(path "$r")@$version" "$1/go.mod"; fi
	done
}
for m in $modules; do requireOwn "$m"; done
git commit -qam "outbound $version"
for m in $released; do isCommand "$m" || git tag -m "$(tag "$m")" "$(tag "$m")"; done

say "a module proxy with the new tags"
cache=$(go env GOMODCACHE)/cache/download
for m in $released; do go -C "$m" mod download; done
publish() { (cd tools && go run ./fileproxy "$work/proxy" "$version" "$@"); }
publish $(for m in $released; do isCommand "$m" || echo "$(path "$m")=$m"; done)
asImporter() { # asImporter COMMAND…: without this repository, the network and the module cache
	env GOPROXY="file://$work/proxy,file://$cache" GOSUMDB=off GOFLAGS="-mod=mod -trimpath" GOMODCACHE="$work/cache" GOBIN="$work/bin" GOTOOLCHAIN=local "$@" >"$work/log" 2>&1 || { cat "$work/log"; fail "failed: $*"; }
}

# go install refuses a module with replace lines: the tag of a command is on a commit of
# its own, without them, that no branch has.
main=$(git rev-parse HEAD)
for m in $released; do
	isCommand "$m" || continue
	say "$(path "$m") without replace lines"
	git checkout -q "$main"
	for r in $released; do go mod edit -dropreplace="$(path "$r")" "$m/go.mod"; done
	asImporter go -C "$m" mod tidy
	git commit -qam "$m $version: no replace lines, so that go install takes it"
	git tag -m "$(tag "$m")" "$(tag "$m")"
	publish "$(path "$m")=$m"
done
git checkout -q "$main"

root=$(path .)
for m in $released; do
	name=$(path "$m")
	if isCommand "$m"; then
		say "go install $name@$version"
		asImporter go install "$name@$version"
		"$work/bin/${name##*/}" --version | grep -qF "${version#v}" || fail "the command does not say its version"
		continue
	fi
	say "go get $name@$version"
	mkdir -p "$work/importer/$m"
	cd "$work/importer/$m"
	asImporter go mod init example.org/importer
	asImporter go get "$name@$version"
	{
		echo "package main"
		sed -n "s|^pkg outbound\([^,]*\),.*|import _ \"$root\1\"|p" "$work/repo/api/$([ "$m" = . ] && echo outbound || echo "$m").txt" | sort -u
		echo "func main() {}"
	} > main.go
	asImporter go build -o /dev/null .
	for own in "$name" "$root"; do grep -qE "^(require)?[[:space:]]+$own $version" go.mod || fail "another version of $own was taken"; done
	cd "$work/repo"
done

if [ -n "$dry" ]; then
	echo "release: $version could be released"
	exit 0
fi
cd "$repo"
tags=$(for m in $released; do tag "$m"; done)
git fetch -q "$work/repo" "$main" $(for t in $tags; do echo "refs/tags/$t:refs/tags/$t"; done)
git merge -q --ff-only "$main"
say "$version is committed and tagged; to publish it:"
echo git push --atomic origin HEAD $tags
