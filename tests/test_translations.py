"""Every sentence that a person reads is there in every language, with its placeholders."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from app.i18n.catalogues import LOCALES, mirrored
from app.i18n.languages import LANGUAGES
from app.process.vocabulary import Action
from app.process.words import WORDS

ROOT = Path(__file__).parents[1]
TRANSLATED = sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence of the source."""
    found = tmp_path_factory.mktemp("sentences") / "found.pot"
    extract = ["-q", "extract", "-F", "pyproject.toml", "-k", "N_", "-o", str(found), "."]
    subprocess.run([Path(sys.executable).with_name("pybabel"), *extract], cwd=ROOT, check=True)
    with found.open("rb") as file:
        return read_po(file)


def test_german_is_there() -> None:
    assert "de" in TRANSLATED
    assert set(TRANSLATED) <= set(LANGUAGES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(sentences: Catalog, language: str) -> None:
    translated = _catalogue(language)

    missing = [message.id for message in sentences if message.id and not _done(translated, message)]

    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(sentences: Catalog, language: str) -> None:
    left = [
        message.id for message in _catalogue(language) if message.id and message.id not in sentences
    ]

    assert left == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_its_placeholders(language: str) -> None:
    for message in _catalogue(language):
        for sentence in _texts(message.id)[:1]:
            wanted = set(PLACEHOLDER.findall(_texts(message.id)[-1])) | set(
                PLACEHOLDER.findall(sentence)
            )
            for text in _texts(message.string):
                assert set(PLACEHOLDER.findall(text)) <= wanted, message.id
        whole = set(PLACEHOLDER.findall(_texts(message.id)[-1]))
        assert whole <= set(PLACEHOLDER.findall(_texts(message.string)[-1])), message.id


def test_the_mirrored_language_keeps_placeholders() -> None:
    assert "%(count)s" in mirrored("Only %(count)s left")


def test_every_member_of_the_vocabulary_has_its_word() -> None:
    assert {action.value for action in Action} <= {value for kind, value in WORDS if kind is Action}


def _catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _done(translated: Catalog, wanted: Message) -> bool:
    message = translated.get(wanted.id, wanted.context)
    return message is not None and not message.fuzzy and all(_texts(message.string))


def _texts(text: object) -> list[str]:
    return [str(each) for each in text] if isinstance(text, list | tuple) else [str(text)]
