"""Text as it may be shown to a person."""
