from babel.support import NullTranslations
from jinja2 import DictLoader

from app.i18n.catalogues import catalogue
from app.i18n.choice import preferred
from app.i18n.folding import FoldedEnvironment

SENTENCES = {
    "Problems": "Anliegen <b>",
    "By %(person)s": "Von %(person)s, 100 %%",
    "one": "eins",
    "many": "viele",
}


class German(NullTranslations):
    """A small catalogue with what a translator might do wrong."""

    def ugettext(self, message: str) -> str:
        return SENTENCES.get(message, message)

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return SENTENCES[msgid1 if n == 1 else msgid2]


def _render(source: str, **values: object) -> str:
    environment = FoldedEnvironment(
        German(),
        {"url": lambda name: f"/de/{name}"},
        loader=DictLoader({"page": source}),
        autoescape=True,
    )
    return environment.get_template("page").render(values)


def test_a_literal_is_translated_and_html_in_a_translation_is_escaped() -> None:
    assert _render('<p>{{ _("Problems") }}</p>') == "<p>Anliegen &lt;b&gt;</p>"


def test_values_are_put_in_and_escaped() -> None:
    shown = _render('{{ _("By %(person)s", person=who) }}', who="<i>")

    assert shown == "Von &lt;i&gt;, 100 %"


def test_plurals_are_chosen_at_run_time() -> None:
    source = "{% trans count=n %}one{% pluralize %}many{% endtrans %}"

    assert (_render(source, n=1), _render(source, n=2)) == ("eins", "viele")


def test_an_address_without_parameters_is_folded() -> None:
    assert _render("{{ url('home') }}") == "/de/home"


def test_the_mirrored_language_is_longer_and_marked() -> None:
    assert catalogue("xb").ugettext("Hello").startswith("\N{RIGHT-TO-LEFT ISOLATE}[")


def test_the_browser_is_asked_for_its_languages() -> None:
    assert preferred("fr;q=0.9, en-GB;q=0.8, de;q=0.3", ("de", "en")) == "en"
    assert preferred("fr, tr;q=broken", ("de", "en")) == "de"
