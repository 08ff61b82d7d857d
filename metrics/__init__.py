"""Questions: a connection to an edition and parameters in, a table out.

Every question takes `provinces`: the province codes it may speak of, or None for the whole
country. Members whose province is not known count only for the whole country.
"""
