"""What a visitor of the window sees beside the lines, and what their presses and their proof do."""
