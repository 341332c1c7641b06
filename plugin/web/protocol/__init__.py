"""Endpoints for machines: the LTI handshake, Microsoft's sign-in and notifications, health."""
