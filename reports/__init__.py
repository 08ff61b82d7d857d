"""The same questions as documents: bytes out, nothing written."""
