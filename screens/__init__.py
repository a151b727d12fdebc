"""The faces: one Textual screen per page of the wizard. A face never decides."""
