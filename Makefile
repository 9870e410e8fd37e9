# `make demo` and `make test` do everything on a fresh Debian machine that has Swift 6.
SWIFT ?= swift
CONFIGURATION := release
BUILD := $(SWIFT) build -c $(CONFIGURATION)
CHAFF := .build/$(CONFIGURATION)/chaff
RUN ?= runs/demo

.PHONY: setup build test demo bench bench-whole format lint clean

setup:
	@scripts/setup

build: setup
	$(BUILD) --product chaff

test: setup
	$(SWIFT) test -c $(CONFIGURATION) --disable-testable-imports

demo: build
	$(CHAFF) demo --output "$(RUN)" --force

PYTHON ?= python3

BENCH ?= runs/bench
ROUNDS ?= 3
REPORTS = --rounds $(ROUNDS) --markdown $(BENCH)/$(1).md --json $(BENCH)/$(1).json

# Passes, training steps and their profiles: a quarter of an hour.
bench: build
	$(PYTHON) Benchmarks/compare $(CHAFF) $(call REPORTS,passes)
	$(PYTHON) Benchmarks/compare-training $(CHAFF) $(call REPORTS,training)
	$(PYTHON) Benchmarks/profiles $(CHAFF) --markdown $(BENCH)/profiles.md --json $(BENCH)/profiles.json

# Whole attacks beside other toolboxes, how time and memory grow, what regions save and what a precision costs: hours.
bench-whole: build
	$(PYTHON) Benchmarks/compare-whole-attacks $(CHAFF) $(call REPORTS,attacks)
	$(PYTHON) Benchmarks/scaling $(CHAFF) $(call REPORTS,scaling)
	$(PYTHON) Benchmarks/regions $(CHAFF) $(call REPORTS,regions)
	$(PYTHON) Benchmarks/strength $(CHAFF) --markdown $(BENCH)/strength.md --json $(BENCH)/strength.json

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

clean:
	rm -rf .build
