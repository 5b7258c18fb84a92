"""Scripts on disk and scripts that were kept: read once, known by the hash of their bytes."""

import hashlib
from pathlib import Path

import pytest

from bot.interview.script import Choice
from bot.library import Library, ScriptError, hash_of, load_folder, load_script, parse_script
from tests.scripts.author import MODEL, SCRIPT, Author

SHIPPED = Path(__file__).parents[2] / "interview_scripts" / "social_media"


@pytest.fixture
def library(author: Author) -> Library:
    """A folder with a model and one script."""
    author.checks()
    return load_folder(author.folder)


def test_a_script_is_found_by_its_id_with_the_hash_of_its_file(library: Library, author: Author) -> None:
    version = library.script("small")
    assert version.script.title == {"nl": "Klein", "en": "Small"}
    assert version.hash == hashlib.sha256((author.folder / "script.yaml").read_bytes()).hexdigest()
    assert version.text == SCRIPT
    assert library.model_text == MODEL


def test_an_unknown_script_is_a_key_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.script("large")


def test_a_version_is_found_by_its_hash(library: Library) -> None:
    version = library.script("small")
    assert library.by_hash(version.hash) is version
    assert library.by_hash("0" * 64) is None


def test_an_older_version_is_read_once_and_then_known(library: Library) -> None:
    older = SCRIPT.replace('"1.0"', '"0.9"')
    version = library.add(older)
    assert version.script.version == "0.9"
    assert library.add(older) is version
    assert library.by_hash(hash_of(older)) is version
    assert library.script("small").script.version == "1.0"


def test_a_version_that_is_on_disk_is_not_read_again(library: Library) -> None:
    assert library.add(SCRIPT) is library.script("small")


def test_a_file_with_other_line_ends_keeps_its_own_hash(author: Author) -> None:
    author.checks()
    path = author.folder / "script.yaml"
    path.write_bytes(SCRIPT.replace("\n", "\r\n").encode())
    version = load_folder(author.folder).script("small")
    assert version.hash == hashlib.sha256(path.read_bytes()).hexdigest()


def test_shared_choices_are_filled_in(library: Library) -> None:
    questions = library.script("small").script.sections[0].questions
    where = next(question for question in questions if question.id == "P_where")
    assert [option.id for option in where.options] == ["desk", "phone"]


def test_a_broken_script_names_every_mistake_with_its_file(author: Author) -> None:
    author.checks(SCRIPT.replace('"1.0"', "1.0").replace("max: 100", "max: -1"))
    with pytest.raises(ScriptError) as raised:
        load_script(author.folder / "script.yaml")
    assert [problem.line for problem in raised.value.problems] == [3, 41]
    assert str(raised.value).startswith(f"{author.folder / 'script.yaml'}:3: ")


def test_a_folder_with_several_mistakes_names_them_all(author: Author) -> None:
    author.checks(SCRIPT)
    (author.folder / "twin.yaml").write_text(SCRIPT, encoding="utf-8")
    (author.folder / "broken.yaml").write_text("id: 3\n", encoding="utf-8")
    (author.folder / "model.yaml").unlink()
    with pytest.raises(ScriptError) as raised:
        load_folder(author.folder)
    files = {Path(problem.file).name for problem in raised.value.problems}
    assert files == {"broken.yaml", "twin.yaml", "model.yaml"}


def test_actions_are_no_script(author: Author) -> None:
    author.checks()
    (author.folder / "actions.yaml").write_text("actions: []\n", encoding="utf-8")
    assert list(load_folder(author.folder).scripts) == ["small"]


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_bytes("é".encode("latin-1"))
    with pytest.raises(ScriptError, match="not UTF-8"):
        load_script(tmp_path / "old.yaml")
    with pytest.raises(ScriptError, match="cannot be read"):
        load_script(tmp_path / "gone.yaml")


def test_unknown_shared_choices_do_not_reach_an_interview() -> None:
    with pytest.raises(ScriptError, match="no shared choices 'were'"):
        parse_script(SCRIPT.replace("choices: where\n", "choices: were\n"), "script.yaml")


def test_an_organisation_answers_with_its_own_options_in_a_version_of_its_own(author: Author) -> None:
    author.checks(SCRIPT)
    library = load_folder(author.folder)
    own = [Choice(id=name, label={"nl": name, "en": name}) for name in ("mail", "chat", "letter")]
    version = library.with_choices("small", {"where": own})
    questions = {one.id: one for section in version.script.sections for one in section.questions}
    assert [option.id for option in questions["P_where"].options] == ["mail", "chat", "letter"]
    assert version.hash != library.script("small").hash
    assert library.by_hash(version.hash) == version
    assert library.with_choices("small", {"where": own}) is version


def test_options_for_choices_that_no_script_has_are_refused(author: Author) -> None:
    author.checks(SCRIPT)
    with pytest.raises(KeyError, match="were"):
        load_folder(author.folder).with_choices("small", {"were": []})


def test_the_goals_of_the_shipped_initiatives_can_be_an_organisations_own() -> None:
    library = load_folder(SHIPPED)
    own = [Choice(id=f"g{i}", label={"nl": "Doel", "en": "Goal"}) for i in range(3)]
    script = library.with_choices("initiative", {"goals": own}).script
    asked = {one.id: one for section in script.sections for one in section.questions}
    for name in ("main_goal", "other_goals"):
        assert [option.id for option in asked[name].options] == ["g0", "g1", "g2"]
    before = {one.id for s in library.script("initiative").script.sections for one in s.questions}
    assert asked.keys() == before
