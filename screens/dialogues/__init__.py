"""One question each, over a page."""
