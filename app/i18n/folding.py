"""Pages whose literal `_()` are already translated when the template is compiled.

A literal never changes for a language, so each language has its own environment and the call is
replaced by its translation, which Jinja joins with the HTML around it. HTML inside a translation
is escaped: a translator cannot bring in markup.
"""

import re
from typing import Any

from babel.support import NullTranslations
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


class FoldedEnvironment(Environment):
    """Jinja for one language. Never share a bytecode cache between languages."""

    def __init__(self, translations: NullTranslations, **options: Any) -> None:
        super().__init__(extensions=["jinja2.ext.i18n"], **options)
        self.translations = translations
        self.policies["ext.i18n.trimmed"] = True
        # Still called for plurals and for sentences known only at run time.
        self.install_gettext_callables(  # type: ignore[attr-defined]
            translations.ugettext, translations.ungettext, newstyle=True
        )

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = super()._parse(source, name, filename)
        for step in (_Fold(self.translations), _Flatten()):
            tree = step.visit(tree)
        return tree


class _Fold(NodeTransformer):
    """`_("literal", name=value)` becomes its translation, cut at the placeholders."""

    def __init__(self, translations: NullTranslations) -> None:
        self.translations = translations

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(call)
        match call:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(sentence))]
            ):
                return self._translated(sentence, call)
        return call

    def _translated(self, sentence: str, call: nodes.Call) -> nodes.Expr:
        values = {pair.key: pair.value for pair in call.kwargs}
        pieces = PLACEHOLDER.split(self.translations.ugettext(sentence))
        parts = [
            values[piece] if at % 2 else nodes.Const(piece.replace("%%", "%"))
            for at, piece in enumerate(pieces)
            if piece
        ]
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=call.lineno)


class _Flatten(NodeTransformer):
    """`{{ a ~ b }}` is written piece by piece: each escaped alone, constants joined to the text."""

    def visit_Output(self, output: nodes.Output) -> nodes.Node:  # noqa: N802
        self.generic_visit(output)
        output.nodes = [
            part
            for node in output.nodes
            for part in (node.nodes if isinstance(node, nodes.Concat) else [node])
        ]
        return output
