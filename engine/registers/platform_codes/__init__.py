"""Under which code a platform lists a product, and how its unit relates to ours (domain B.7c)."""
