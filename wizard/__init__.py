"""The verbs: asking, planning, acting on AWS, exporting. A verb never draws."""

VERSION = "0.1.0"
"""Said here, so that nothing has to be looked up to tell it."""
