"""Acknowledgements in words: a promise and a template to text, and text to the bytes of a mail."""
