"""One screen per page of the wizard."""
