"""The nouns: what a team wants, what AWS said, what was attempted. A noun never acts."""
