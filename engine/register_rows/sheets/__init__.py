"""Rows that come as an Excel or CSV file: read without believing it, tried, and entered one by one."""
