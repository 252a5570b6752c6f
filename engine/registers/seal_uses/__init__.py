"""The register of seal uses (用印台账): one row for each request, numbered without gaps."""
