"""The command line and the stream: a thin door over the declarations."""
