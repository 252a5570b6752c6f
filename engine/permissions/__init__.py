"""Rights: the rules that commands name, and what a reader may see."""
