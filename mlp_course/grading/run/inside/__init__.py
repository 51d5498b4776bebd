"""What is done around a kernel inside a sandbox: its room, its bounds, and who looks on."""
