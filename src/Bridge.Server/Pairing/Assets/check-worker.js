// Does nothing: that a browser takes it is what the checklist wants to know.
