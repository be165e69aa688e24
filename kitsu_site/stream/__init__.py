"""The real-time stream of events: socket.io, in the server's own process (notes on events)."""
