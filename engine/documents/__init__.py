"""Word templates (check, render, PDF), amounts in words, and the store of files by content."""
