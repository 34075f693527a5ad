"""Intervals, percentiles and draws: numpy alone."""
