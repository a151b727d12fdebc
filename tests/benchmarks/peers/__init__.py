"""The same work by other programs; README.md tells how it is compared."""
