"""Figures on a page: what the reader chose in the address, the choices above it, and the words of a number."""
