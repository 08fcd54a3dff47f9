"""The customers' own pages: what their browsers send and are shown."""
