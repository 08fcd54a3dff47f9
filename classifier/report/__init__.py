"""How good a model is, told in full: figures with intervals, beside baselines, by group, as a page with pictures."""
