#!/usr/bin/env bash
# Behaviour: `None` as the first argument of a trait is its default for Unicode, Int, Bool, Float, Bytes, Any and Tuple,
#   but not for List, Set and Dict: there the first argument is the trait of the elements (None: any), and with
#   allow_none=True the trait is silently empty at first, not None. By name, `default_value=None` makes all of them None.
# Version: traitlets 5.16.1, seen 2026-11-30.
# Why a good guess is wrong: `Unicode(None, allow_none=True)` is the usual way to say "not set yet", and a row of such
#   lines reads as one pattern; nothing is raised. Tuple, whose arguments are traits of elements too, does take None for
#   the default: so the kind of the trait does not tell either.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check traitlets==5.16.1

venv/bin/python - >seen <<'PYTHON'
import traitlets as t

KINDS = (t.Unicode, t.Int, t.Float, t.Bool, t.Bytes, t.Any, t.Tuple, t.List, t.Set, t.Dict)


def first(trait):
    """The value that an object has of its trait before any is set."""
    return type("Owner", (t.HasTraits,), {"value": trait})().value


for kind in KINDS:
    by_place, by_name = kind(None, allow_none=True), kind(default_value=None, allow_none=True)
    print(kind.__name__, "by place:", first(by_place), "by name:", first(by_name))
PYTHON
cat seen
diff seen - <<'WANTED'
Unicode by place: None by name: None
Int by place: None by name: None
Float by place: None by name: None
Bool by place: None by name: None
Bytes by place: None by name: None
Any by place: None by name: None
Tuple by place: None by name: None
List by place: [] by name: None
Set by place: set() by name: None
Dict by place: {} by name: None
WANTED
