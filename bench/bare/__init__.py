"""The anchors: a Django project that does the least that can be called the same work."""
