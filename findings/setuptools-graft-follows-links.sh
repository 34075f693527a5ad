#!/usr/bin/env bash
# Behaviour: `graft FOLDER` in MANIFEST.in walks through symbolic links to folders: what they lead to is written into the
#   source distribution a second time, as regular files, though the same files are in it by their own path. No warning.
# Version: setuptools 84.2.1, seen 2026-11-29.
# Why a good guess is wrong: git keeps a link as a link, tar can, and setuptools' own find_packages() can be expected to
#   stop at one; a folder of links that shows a type checker the package (ours: .ci/latent_explorer) looks free of cost.
#   Here it doubled the distribution: 59 MB in place of 30.
# What helps: `prune FOLDER/LINK` in MANIFEST.in.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check setuptools==84.2.1

mkdir -p project/shelf project/books
cd project
echo 'TITLE = "Emma"' >books/emma.py
ln -s ../books shelf/books
echo 'graft shelf' >MANIFEST.in
printf '%s\n' '[project]' 'name = "shelf"' 'version = "1"' '[tool.setuptools]' 'packages = ["books"]' >pyproject.toml
../venv/bin/python -c 'import setuptools.build_meta as b; b.build_sdist("dist")' >log 2>&1
tar -tvf dist/shelf-1.tar.gz | awk '{print substr($1, 1, 1), $6}' | grep emma | sort >seen
cat seen
warnings=$(grep -ciE 'symlink|symbolic' log || true)
echo "lines of the build's log that speak of links: $warnings"
diff seen - <<'WANTED'
- shelf-1/books/emma.py
- shelf-1/shelf/books/emma.py
WANTED
[ "$warnings" -eq 0 ]
