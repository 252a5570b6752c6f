"""The register of bid deposits (投标保证金台账): a row for each, chased until it is back."""
