"""The truth: articles with versions, passages with vectors, and the lexical index."""
