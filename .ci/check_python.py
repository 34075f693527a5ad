"""Ends with what to do where this Python or machine can't run Latent Explorer. Works with any Python 3."""

import platform
import sys


def obstacle(version, system, machine):
    """Why it can't run, and what to do; None if it can."""
    if not (3, 11) <= version < (3, 15):
        return "Latent Explorer needs Python 3.11 to 3.14; name one: make run PYTHON=python3.12"
    if (system, machine) == ("Darwin", "x86_64"):
        return (
            "PyTorch has no builds for Intel Macs of the version that Latent Explorer needs: run it in a container, as "
            "docs/installation.md says. On Apple silicon, this Python is one for Intel: name one for arm64, as in "
            "make run PYTHON=/opt/homebrew/bin/python3.12"
        )
    return None


if __name__ == "__main__":
    sys.exit(obstacle(sys.version_info[:2], platform.system(), platform.machine()))
