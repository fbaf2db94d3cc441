"""The comparison as a Markdown document, in which nothing that people wrote becomes markup."""
