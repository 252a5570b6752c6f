"""Licences and other papers that qualify: the company's own, of customers and of products (domain B.6)."""
