"""AWS in memory, behind boto3's own seam, for rehearsals and tests. Nothing leaves the process."""
