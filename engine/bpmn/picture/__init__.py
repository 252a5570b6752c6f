"""Parts of the drawing: geometry, text, glyphs and shapes. `drawing.draw` puts them together."""
