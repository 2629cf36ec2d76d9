"""Reads: models, library, index, retrieval, answering, and the service that joins them."""
