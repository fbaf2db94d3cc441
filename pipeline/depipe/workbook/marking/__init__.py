"""The marked copy: a patch of the returned file itself, so that its owner finds everything as it was."""
