#!/usr/bin/env bash
# Make the virtual environment (when there is none), install a lock file into it, and this package on top.
# Usage: scripts/environment.sh VENV LOCKFILE
set -euo pipefail
venv=$1 lock=$2

say() { echo "$*" >&2; }

# The first Python that is new enough and whole: Debian keeps the part that fills an environment in a package of its own.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14 /usr/bin/python3; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

install_python() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "安装 python3-venv ……"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends python3 python3-venv; } </dev/null >/dev/null
    else
        say "需要 Python 3.11 以上及其 venv：请先执行 sudo apt-get install python3 python3-venv，再运行一次本命令。"
        exit 1
    fi
}

if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    python=$(find_python) || { install_python && python=$(find_python); } || {
        say "本机的软件源里没有 Python 3.11 以上的版本；请另行安装后，用 make PYTHON=路径 指明。"
        exit 1
    }
    say "建立虚拟环境 $venv（$("$python" --version)）……"
    "$python" -m venv --clear "$venv"
fi

say "按 $lock 安装依赖（逐个核对散列值）……"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@" --quiet; }
export PIP_ROOT_USER_ACTION=ignore
pip install --require-hashes --requirement "$lock"
pip install --no-deps --no-build-isolation --editable .
