"""Bytes and header values to text, whatever their labels say."""
