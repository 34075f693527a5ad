"""The application on Ray Serve: pages answer visitors, codecs work on models, each as many as the load wants.

`latent-explorer cluster` starts it, with the extra `ray`; nothing outside this package imports Ray.
"""
