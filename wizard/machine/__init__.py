"""What this machine is like: terminal, clipboard, browser, network."""
