"""The master: what is asked, how stars are given, and what caps a verdict."""
