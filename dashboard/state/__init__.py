"""The state of a page, a chart or a question, and the address that asks for it.

`parameter` and `domains` declare one parameter; `parameters` are those that several addresses share;
`address` makes a state of them and back; `form` gives the controls of a page.
"""

from dashboard.state.address import Pairs, State, is_tracker, known_pairs, question, refuse_all
from dashboard.state.parameter import BadParameter, Chosen, Option, Parameter

__all__ = [
    "BadParameter",
    "Chosen",
    "Option",
    "Pairs",
    "Parameter",
    "State",
    "is_tracker",
    "known_pairs",
    "question",
    "refuse_all",
]
