"""Claims: their rules, and how editions judge them. Pure."""

LONGEST = 4000
"""The longest text that is read, in characters; what goes beyond it is not."""

NOTHING_RECOGNISED = "No statement that NATO's tables can answer was recognised here."
"""Why nothing of a sentence was read, where no other reason is known."""

OPEN_QUESTION = (
    "This asks for a figure or a name; what is checked is a statement, or a question of yes or no."
)
"""Why nothing of an open question ("how many allies meet the target?") was read."""
