# `make demo` and `make test` do everything on a fresh Debian machine that has Swift 6.
SWIFT ?= swift
CONFIGURATION := release
BUILD := $(SWIFT) build -c $(CONFIGURATION)
CHAFF := .build/$(CONFIGURATION)/chaff
RUN ?= runs/demo

.PHONY: setup build test demo bench format lint clean

setup:
	@scripts/setup

build: setup
	$(BUILD) --product chaff

test: setup
	$(SWIFT) test -c $(CONFIGURATION) --disable-testable-imports

demo: build
	$(CHAFF) demo --output "$(RUN)" --force

PYTHON ?= python3

bench: build
	$(PYTHON) Benchmarks/compare $(CHAFF)
	$(PYTHON) Benchmarks/compare-training $(CHAFF)

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

clean:
	rm -rf .build
