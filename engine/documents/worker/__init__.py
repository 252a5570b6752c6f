"""A child process with limits on memory, time and files, for work on what others uploaded."""
