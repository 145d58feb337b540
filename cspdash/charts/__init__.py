"""A finding in; a figure, a table or a sentence out."""
