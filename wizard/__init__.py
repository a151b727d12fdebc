"""The verbs: asking, planning, acting on AWS, exporting. A verb never draws."""
