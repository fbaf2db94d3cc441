"""The comparison as one page for a browser and a phone: one self-contained file that asks no network for anything."""
