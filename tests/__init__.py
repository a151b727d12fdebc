"""Promises in plain words."""
