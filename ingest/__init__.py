"""Writes: turns files, web pages and records into articles, passages and vectors."""
