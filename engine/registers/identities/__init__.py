"""Identity numbers of people who act for the company: sealed with a key for each person (domain B.1)."""
