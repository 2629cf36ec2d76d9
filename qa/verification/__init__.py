"""Whether quotes still stand where they are said to, and whether statements follow from them."""
