"""What each word of the command line does. Standard output is for results, standard error for narration."""
