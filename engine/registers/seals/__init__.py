"""The company's seals: which there are, who keeps them, where they are (domain B.22)."""
