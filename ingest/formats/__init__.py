"""One reader a file format: raw bytes in, text and what the format says of it out."""
