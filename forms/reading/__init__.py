"""From JSON to components: one module for each group of attributes."""
