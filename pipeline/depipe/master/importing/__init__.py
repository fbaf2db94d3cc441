"""Reading a master's Markdown: from blocks with line numbers to plain data that is checked like any other master."""
