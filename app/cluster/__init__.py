"""The application on Ray Serve: pages answer visitors, codecs run models; both scale with the load.

`latent-explorer cluster` starts it and needs the extra `ray`; nothing outside this package imports Ray.
"""
