"""Word packages: what is allowed in, the Jinja dialect of templates, and the filling."""
