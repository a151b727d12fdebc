"""The nouns: what a team wants, what AWS said, what was attempted. A noun never acts."""

VERSION = "0.1.0"
"""Said here, so that nothing has to be looked up to tell it."""
