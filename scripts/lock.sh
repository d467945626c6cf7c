#!/usr/bin/env bash
# Resolve pyproject.toml into the two lock files: hashes, no addresses. Needs uv (taken from PATH or $UV).
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}
command -v "$uv" >/dev/null || {
    echo "锁定依赖需要 uv：请先安装（例如 pip install uv），或用 UV=路径 指明。" >&2
    exit 1
}

lock() {
    local out=$1
    shift
    # The present file is an input too: what need not move stays where it is. --upgrade as an argument moves everything.
    "$uv" pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@" -o "$out"
}

lock requirements.lock --extra build --extra web "$@"
lock requirements-test.lock --constraint requirements.lock \
    --extra build --extra web --extra postgres --extra ocr --extra cluster --extra dev "$@"
