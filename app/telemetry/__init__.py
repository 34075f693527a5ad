"""Logs, metrics, timings."""
