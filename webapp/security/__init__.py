"""Cookies, tokens, headers and limits: what stands between a browser and the pages."""
