"""The register of deposit follow-ups (保证金催退记录): one row for each stage of a deposit's chase."""
