"""Pages whose literal `_()` are already translated when the template is compiled.

A literal never changes for a language, so each language has its own environment and the call is
replaced by its translation, which Jinja joins with the HTML around it. HTML inside a translation
is escaped: a translator cannot bring in markup. Addresses of pages without parameters are folded
in the same way.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import BuiltinMethodType, MethodType
from typing import Any

from babel.support import NullTranslations
from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


class _PlainCalls(Context):
    """Calls macros, methods and addresses at once.

    Jinja looks at everything it calls for the marks of a function that wants the context, and a
    page calls hundreds. These carry none.
    """

    _unmarked = frozenset({Macro, MethodType, BuiltinMethodType, partial})

    def call(self, function: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        if type(function) not in self._unmarked:
            return super().call(function, *args, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return function(*args, **named)


class _OneModule(Template):
    """A template whose macros are made once, without asking at each import for other globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class FoldedEnvironment(Environment):
    """Jinja for one language. Never share a bytecode cache between languages."""

    context_class = _PlainCalls
    template_class = _OneModule

    def __init__(
        self,
        translations: NullTranslations,
        constant: Mapping[str, Callable[[str], str]] | None = None,
        **options: Any,
    ) -> None:
        """`constant` are functions of one text whose value never changes in this language."""
        super().__init__(extensions=["jinja2.ext.i18n"], **options)
        self.translations = translations
        self.constant = constant or {}
        self.policies["ext.i18n.trimmed"] = True
        # Still called for plurals and for sentences known only at run time.
        self.install_gettext_callables(  # type: ignore[attr-defined]
            translations.ugettext, translations.ungettext, newstyle=True
        )

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = super()._parse(source, name, filename)
        for step in (_Fold(self.translations, self.constant), _Flatten()):
            tree = step.visit(tree)
        return tree


class _Fold(NodeTransformer):
    """`_("literal", name=value)` becomes its translation, cut at the placeholders."""

    def __init__(
        self, translations: NullTranslations, constant: Mapping[str, Callable[[str], str]]
    ) -> None:
        self.translations = translations
        self.constant = constant

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(call)
        match call:
            case nodes.Call(
                node=nodes.Name(name="_" | "gettext"), args=[nodes.Const(value=str(sentence))]
            ):
                return self._translated(sentence, call)
            case nodes.Call(
                node=nodes.Name(name=name), args=[nodes.Const(value=str(text))], kwargs=[]
            ) if name in self.constant:
                return nodes.Const(self.constant[name](text))
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
