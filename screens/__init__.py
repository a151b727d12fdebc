"""The faces: one Textual screen per step of the flow. A face never decides."""
