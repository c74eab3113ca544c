"""Several desks on one computer: each in a folder of its own, named by what stands outside the encrypted file."""

import json

from kamdesk.storage.desk import create_desk
from kamdesk.storage.profiles import new_profile, profiles_beside


def make(folder, **told):
    create_desk(folder, password="x" * 9, company="Ours", currency="CNY").close()
    if told:
        (folder / "office.json").write_text(json.dumps(told))


def test_the_other_desks_are_found_by_whose_they_are(tmp_path):
    make(tmp_path / "desk", user="lin", address="https://office.example.com")
    make(tmp_path / "desk-2", user="lin", address="https://other.example.org:8443")
    make(tmp_path / "wei")
    (tmp_path / "demo").mkdir()
    found = profiles_beside(tmp_path / "desk")
    assert [(each.folder.name, each.person, each.office) for each in found] == [
        ("desk-2", "lin", "other.example.org:8443"), ("wei", "", ""),
    ]  # fmt: skip


def test_one_more_desk_lies_beside_under_a_name_that_is_free(tmp_path):
    make(tmp_path / "desk")
    assert new_profile(tmp_path / "desk") == tmp_path / "desk-2"
    make(tmp_path / "desk-2")
    assert new_profile(tmp_path / "desk") == new_profile(tmp_path / "desk-2") == tmp_path / "desk-3"


def test_a_folder_that_is_not_there_has_nothing_beside_it(tmp_path):
    assert profiles_beside(tmp_path / "gone" / "desk") == []
