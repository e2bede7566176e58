"""The state of a page, a chart or a question, and the address that asks for it.

`parameter` and `domains` declare one parameter; `parameters` are those that several addresses share;
`address` makes a state of them and back, passing over what others `appended`; `form` gives the controls
of a page.
"""

from dashboard.state.address import State, known_pairs, question, reject_all, strict
from dashboard.state.appended import Pairs, is_foreign, own
from dashboard.state.parameter import BadParameter, Chosen, Option, Parameter
