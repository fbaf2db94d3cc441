"""How a returned file is checked and taken apart: the parts of `preflight` and `read`."""
