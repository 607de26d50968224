"""Search over pages and whatever other rooms register in :mod:`cms.search.sources`."""
