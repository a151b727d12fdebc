"""What is kept on this machine: the saved setups, their journals, and who has one open."""
