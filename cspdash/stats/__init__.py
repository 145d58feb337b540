"""Pure statistics: numbers in, frozen results out; each module's docstring is its public method note."""
