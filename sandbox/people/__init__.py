"""What people do in the workspace, and what they see. The page and the headless driver both stand on it."""
