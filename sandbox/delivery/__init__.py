"""What goes to the app: signed requests over HTTP, or envelopes over a socket."""
