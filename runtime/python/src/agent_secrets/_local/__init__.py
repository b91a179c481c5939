"""What the platform gives a function, on this machine."""
