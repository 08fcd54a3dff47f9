"""The customers' own pages: mailed links, who has signed in, and the cases of one company."""
