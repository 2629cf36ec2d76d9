"""What people touch: the command line, the chat page, and the server that holds both."""
