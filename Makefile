# One command each. CI calls nothing else.

MODULES := $(shell git ls-files '*go.mod' | xargs -n1 dirname)
GOFILES := $(shell git ls-files '*.go')

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: fmt
fmt: ## format every file
	gofmt -w $(GOFILES)

.PHONY: lint
lint: ## gofmt, vet, golangci-lint, tidy modules
	@bad=$$(gofmt -l $(GOFILES)); test -z "$$bad" || { echo "not gofmt-clean:"; echo "$$bad"; exit 1; }
	@for m in $(MODULES); do go -C $$m vet ./... && go -C $$m mod tidy -diff || exit 1; done
	./scripts/lint.sh

.PHONY: test
test: ## every test of the root module, with the race detector
	go test -race -shuffle=on ./...

.PHONY: programs
programs: ## programs that other people wrote, on top of the client and of net/http
	go -C integration/programs test -race -timeout 3m ./...

.PHONY: browser
browser: ## the pages of package inspect in headless Chromium; pictures of them into SCREENSHOTS
	SCREENSHOTS=$(SCREENSHOTS) go -C integration/browser test -count=1 ./...

.PHONY: bench
bench: ## measure against the peers, or PARTS of it; writes docs/performance.md, its tables and its picture
	go run -C benchmarks . $(if $(PARTS),-parts $(PARTS))

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (default 30s) each
	./scripts/fuzz.sh $(or $(FUZZTIME),30s)

.PHONY: mutants
mutants: ## every deliberate fault must make a test fail
	./internal/mutants/run.sh

.PHONY: docs
docs: ## regenerate the generated pages and pictures
	go generate ./...

.PHONY: api
api: ## write the lists of the exported API, api/*.txt, anew
	go run ./internal/apilist -write

.PHONY: release
release: ## check, commit and tag VERSION (v0.2.0) of every module; pushes nothing
	./scripts/release.sh $(or $(VERSION),$(error VERSION is not set: make release VERSION=v0.2.0))
