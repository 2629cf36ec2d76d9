"""Beleg over HTTP."""
