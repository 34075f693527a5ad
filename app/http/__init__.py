"""HTTP's own matters: problems, negotiation, forms, static files, languages."""
