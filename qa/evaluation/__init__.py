"""Measure answers, ours and anybody's, against the quotes that prove them."""
