# 每个目标都自带准备工作：环境没有就建，依赖没变就不动。
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
# The stamps live inside the environment, so that removing it removes them too.
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.test-ready
JOBS ?= 2
PORT ?= 8000
export PYTHON

.PHONY: help run test postgres lint bench docs lock fonts clean

help: ## 列出全部目标
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) fonts ## 准备环境，建立演示数据（平台是空的时候），启动平台
	@$(BIN)/gongkai demo --if-empty
	@$(BIN)/gongkai serve --port $(PORT)

test: $(TEST_READY) fonts lint ## 准备环境，检查代码，运行全部测试
	@$(BIN)/pytest -n $(JOBS) --cov --cov-report=term:skip-covered

postgres: $(TEST_READY) fonts ## 在临时的 PostgreSQL 上再运行一遍平台的测试（须已安装 PostgreSQL）
	@bash scripts/postgres.sh $(BIN)/pytest tests/web -n $(JOBS)

lint: $(TEST_READY) ## 代码规范、类型、导入方向
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(TEST_READY) fonts ## 计时：打印各项比值并写入 docs/bench.md
	@$(BIN)/python -m bench

docs: $(TEST_READY) ## 由代码中的表重新生成 docs/reference
	@$(BIN)/python scripts/reference.py
	@$(BIN)/python scripts/letters.py

lock: $(READY) ## 重新锁定依赖（requirements*.lock）
	@bash scripts/lock.sh

fonts: $(READY)
	@if [ -f scripts/fonts.sh ]; then bash scripts/fonts.sh || \
	  echo "未能取得中文字体：除生成 PDF 外都可照常使用；原因见上一行。"; fi

clean: ## 删除环境与缓存
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.*

$(READY): requirements.lock pyproject.toml scripts/environment.sh
	@bash scripts/environment.sh $(VENV) requirements.lock
	@touch $@

$(TEST_READY): $(READY) requirements-test.lock
	@bash scripts/environment.sh $(VENV) requirements-test.lock
	@touch $@
