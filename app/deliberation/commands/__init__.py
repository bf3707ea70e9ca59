"""Every write about supports, arguments, and who may take part in a phase."""

from app.deliberation.commands.comments import delete_comment, edit_comment, write_comment
from app.deliberation.commands.marks import mark_comment, unmark_comment
from app.deliberation.commands.phases import make_codes, set_phase, switch_code
from app.deliberation.commands.supports import ask_support, support_item, unsupport_item

__all__ = [
    "ask_support",
    "delete_comment",
    "edit_comment",
    "make_codes",
    "mark_comment",
    "set_phase",
    "support_item",
    "switch_code",
    "unmark_comment",
    "unsupport_item",
    "write_comment",
]
