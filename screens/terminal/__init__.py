"""The terminal as it really is: signals, bytes, colours, clipboard."""
