"""HTTP: problems, content negotiation, forms, static files, languages, quotas."""
