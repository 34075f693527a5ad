"""Intervals, percentiles and random draws; needs numpy alone."""
