"""Checkpoints on disk: untrusted when read, atomic when written."""
