"""One kind of effect a file: how what the token mover says becomes rows."""
