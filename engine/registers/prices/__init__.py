"""The price list: prices for a product, a territory, a customer and a time (domain B.4b)."""
