"""The explorer as files: a site that any host of static files can serve, or one file that opens by itself."""
