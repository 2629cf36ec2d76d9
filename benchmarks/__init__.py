"""Speed and quality beside what a user would write instead. Nothing imports this."""
