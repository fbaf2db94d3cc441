"""The use cases: generate, check, ingest, compare. Each is one screen and knows no terminal."""
