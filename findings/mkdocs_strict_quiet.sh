#!/bin/sh
# mkdocs 1.6.1: `mkdocs build --strict` ends with 1 at a broken link. `mkdocs build --strict --quiet` ends with 0 on the same
# pages: strict counts the warnings that are logged, and --quiet raises the level of the log, so that none is. A build in CI that is
# asked to be quiet lets every broken link pass. Seen on 2026-11-30:
#   strict: 1
#   strict and quiet: 0
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "mkdocs==1.6.1"
mkdir "$place/docs"
printf 'site_name: Broken\n' > "$place/mkdocs.yml"
printf '# Broken\n\n[gone](nowhere.md)\n' > "$place/docs/index.md"
cd "$place"
strict=0; "$place/env/bin/mkdocs" build --strict > "$place/log" 2>&1 || strict=$?
quiet=0; "$place/env/bin/mkdocs" build --strict --quiet > "$place/log" 2>&1 || quiet=$?
echo "strict: $strict"
echo "strict and quiet: $quiet"
[ "$strict" = 1 ] && [ "$quiet" = 0 ]
