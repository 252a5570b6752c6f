"""The life of a user task, one verb a file, and the inbox."""
