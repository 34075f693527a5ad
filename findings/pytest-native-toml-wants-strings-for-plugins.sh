#!/usr/bin/env bash
# Behaviour: in pytest's native table [tool.pytest] a plugin's number has to be written as a string: pytest-timeout's
#   `timeout = 180` ends the run before any test ("expects a string, got int"), `timeout = "180"` works. In the older
#   [tool.pytest.ini_options] the same `timeout = 180` works.
# Version: pytest 9.2.0 with pytest-timeout 2.4.0, seen 2026-11-29.
# Why a good guess is wrong: the native table is there so that TOML's own types can be used, and moving a setting from one
#   table to the other looks like moving a line. But a plugin that registers its setting without a type asks for a string,
#   and the native table converts nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pytest==9.2.0 pytest-timeout==2.4.0
echo 'def test_nothing(): pass' >test_nothing.py

# TABLE LINE: how pytest ends with that line in that table.
run() {
    printf '[%s]\n%s\n' "$1" "$2" >pyproject.toml
    status=0
    venv/bin/python -m pytest -q >log 2>&1 || status=$?
    echo "[$1] $2: exit $status, $(grep -oE '1 passed|expects a string, got int' log | head -n 1)"
}
{
    run tool.pytest 'timeout = 180'
    run tool.pytest 'timeout = "180"'
    run tool.pytest.ini_options 'timeout = 180'
} | tee seen
diff seen - <<'WANTED'
[tool.pytest] timeout = 180: exit 4, expects a string, got int
[tool.pytest] timeout = "180": exit 0, 1 passed
[tool.pytest.ini_options] timeout = 180: exit 0, 1 passed
WANTED
