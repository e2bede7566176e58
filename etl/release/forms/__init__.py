"""The tables of a release in the forms that people use: each a pure function, the same in, the same out."""
