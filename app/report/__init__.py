"""A report on a model's health, as a page and as JSON."""
