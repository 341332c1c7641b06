# Everything is done by deploy/dev.py, which also runs where there is no make.
PYTHON ?= python3

help:   ## show this
	@sed -n 's/^\([a-z]*\): *## /  make \1\t/p' Makefile

run:    ## set up what is missing and run the tool with a pretend LMS and Microsoft 365 (PORT=8000)
	@$(PYTHON) deploy/dev.py run

test:   ## set up what is missing and run all tests
	@$(PYTHON) deploy/dev.py test

check:  ## format, lint, types, import contracts, the rules of the house
	@$(PYTHON) deploy/dev.py check

cover:  ## run all tests under coverage and show what none of them reaches
	@$(PYTHON) deploy/dev.py cover

guards: ## take away what holds each fault off, in turn, and see a test fail (ONLY="T05 X08")
	@$(PYTHON) deploy/dev.py guards $(ONLY)

bench:  ## measure speed and memory, and write BENCHMARKS.md
	@$(PYTHON) deploy/dev.py bench

hammer: ## try to book the same seats twice, 100,000 times on both databases
	@.venv/bin/python -m tests.bench.hammer

chaos:  ## a storm of faults over real processes, any size (N=2000); writes deploy/RELIABILITY.md
	@$(PYTHON) deploy/dev.py chaos $(or $(N),2000)

setup:  ## only set up .venv and the browser files
	@$(PYTHON) deploy/dev.py setup

reset:  ## forget what the demonstration has kept
	@$(PYTHON) deploy/dev.py reset

.PHONY: help run test check cover guards bench hammer chaos setup reset
