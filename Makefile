# Everything a developer does, one target each. A bare `make` prints them.
.DEFAULT_GOAL := help
.PHONY: help build demo test lint check fuzz bench bench-dense bench-tables bench-peers bench-national bench-kernels bench-clean bench-datasets example quality quality-update train-check clean

GO ?= go
# Kernels with vectors need Go's experiment; without it every kernel is its plain twin.
export GOEXPERIMENT = simd
TOOL = $(GO) tool -modfile=tools/go.mod

help: ## print the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

build: ## build bin/lamsach
	$(GO) build -trimpath -o bin/lamsach ./cmd/lamsach

demo: build ## a bank's file of a million customers, cleaned and linked against a register of a million people
	bin/lamsach demo

test: ## every test (a test whose outside part is absent says so and skips)
	$(GO) vet ./...
	$(GO) test ./...
	GOEXPERIMENT= $(GO) test ./matchers/kernel ./pipeline/link

lint: ## formatting and static checks with the pinned tools
	@test -z "$$($(TOOL) gofumpt -l $$(git ls-files '*.go'))" || { $(TOOL) gofumpt -l $$(git ls-files '*.go'); exit 1; }
	$(TOOL) staticcheck ./...
	GOEXPERIMENT= $(TOOL) staticcheck ./matchers/kernel

FUZZTIME ?= 10m
fuzz: ## every fuzz target for FUZZTIME each (hours: a campaign, not CI)
	@for p in $$(grep -rlE '^func Fuzz' --include=*_test.go . | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -hoE '^func Fuzz[A-Za-z0-9]*' $$p/*_test.go | sed 's/func //'); do \
	    echo "$$p $$f"; $(GO) test $$p -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) || exit 1; done; done

bench: build ## the main job at 1 M × 1 M: rows/s, people/s, memory, accuracy (minutes)
	$(GO) run ./benchmarks/throughput -people 1000000 -rows 1000000

bench-tables: build ## the same job from every format, and with .cache/bin/versitygw from S3: rows/s, memory (minutes)
	$(GO) run ./benchmarks/tables -runs 3 $(if $(wildcard .cache/bin/versitygw),-gateway .cache/bin/versitygw)

bench-dense: build ## the same on a slice as dense as the country: 4 million people of three birth years
	$(GO) run ./benchmarks/throughput -people 4000000 -rows 1000000 -years 1985-1987

bench-peers: build ## the main job beside DuckDB, Polars, Splink and GoldenMatch, on the same files (needs Python 3; an hour)
	$(GO) run ./benchmarks/peers -people 1000000 -rows 1000000

bench-national: build ## the country: 41 M and 134 M rows against 104 M people, beside the goals (hours, about 70 GB of disk; NATIONAL=flags)
	$(GO) run ./benchmarks/national $(NATIONAL)

quality: ## how right the program is, held against the text in benchmarks/quality/golden, at full size too
	$(GO) test ./benchmarks/quality -count=1
	$(GO) test ./benchmarks/quality -count=1 -full

quality-update: ## write that text again, after a change that is meant to move it
	$(GO) test ./benchmarks/quality -count=1 -update
	$(GO) test ./benchmarks/quality -count=1 -update -full

bench-kernels: ## comparing names against rapidfuzz, pairs/s on one core (PYTHON: an interpreter that has it)
	$(GO) run ./benchmarks/kernels -python $(or $(PYTHON),$(if $(wildcard .cache/venv/bin/python),.cache/venv/bin/python,python3))

bench-clean: ## what cleaning costs a row: names, numbers, dates, genders, phones, addresses; what is remembered (a minute)
	$(GO) run ./benchmarks/cleaning

bench-datasets: build ## a file of every dataset against a million people: verdicts, precision, recall, rows/s (needs the files of bench; minutes)
	$(GO) run ./benchmarks/kinds $(KINDS)

NAME ?= vehicle
example: ## one of examples/ on invented files in .cache/example, after make build: NAME=vehicle, or own-members
	@mkdir -p .cache/example && cp examples/*.yaml .cache/example/
	@cd .cache/example && test -f people.snapshot || { \
	  ../../bin/lamsach synth register --people 3000 --seed 8 --out register && \
	  ../../bin/lamsach register build --input 'register/*.parquet' --out people.snapshot; }
	@mkdir -p .cache/example/inbox/$(NAME); if [ -f examples/$(NAME).csv ]; then cp examples/$(NAME).csv .cache/example/inbox/$(NAME)/; \
	  else bin/lamsach synth inputs --register .cache/example/register --dataset $(NAME) --rows 40 --seed 3 --out .cache/example/inbox/$(NAME); fi
	cd .cache/example && ../../bin/lamsach run $(NAME).yaml

train-check: build ## verdicts with the built-in model beside those with one trained on the same file, on several mixes (a minute)
	$(GO) run ./benchmarks/training
	$(GO) run ./benchmarks/training -years 1985-1987
	$(GO) run ./benchmarks/training -outside 0.5

clean: ## remove what make made
	rm -rf bin lamsach-demo .cache
