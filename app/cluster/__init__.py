"""The application on Ray Serve: pages answer visitors, codecs work on models, each as many as the load wants.

`serve run app/cluster/serve.yaml`, with the extra `ray`; nothing outside this package imports Ray.
"""
