#!/usr/bin/env bash
# Behaviour: in pydantic's Annotated, Field(fail_fast=True) of a list has to stand before a BeforeValidator. After one, the
#   type can't even be built: RuntimeError, "Unable to apply constraint 'fail_fast' to schema of type 'function-before'".
#   min_length and strict, of the same list, may stand on either side.
# Version: pydantic 2.14.3, seen 2026-11-29.
# Why a good guess is wrong: constraints are pushed through a function to the schema that they belong to, so that the place
#   seems to matter only for what a function gets to see. fail_fast is documented beside the others, and is not pushed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.3
cat >both.py <<'PYTHON'
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter

same = BeforeValidator(lambda value: value)
for name, setting in (("min_length", 1), ("strict", True), ("fail_fast", True)):
    constraint = Field(**{name: setting})
    for place, order in (("before", (constraint, same)), ("after", (same, constraint))):
        try:
            TypeAdapter(Annotated[list[int], *order])
        except RuntimeError as error:
            print(f"{name} {place}: {error}")
        else:
            print(f"{name} {place}: works")
PYTHON
venv/bin/python both.py | tee seen
diff seen - <<'WANTED'
min_length before: works
min_length after: works
strict before: works
strict after: works
fail_fast before: works
fail_fast after: Unable to apply constraint 'fail_fast' to schema of type 'function-before'
WANTED
