"""The one door to the classifier: its answers as types of the domain."""
