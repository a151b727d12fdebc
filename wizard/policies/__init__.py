"""Policy documents as AWS reads them, and what they amount to. Pure: no AWS, no clock, no files."""
