"""Chroma, derived from the library, and the lock that names its one owner."""
