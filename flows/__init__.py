"""When it is done: the flow, the settings and the command line."""
