"""A desk lies on a local disk; network drives and synchronised folders are refused in words."""

from pathlib import Path, PurePosixPath

import pytest

from kamdesk.base.errors import CannotOpen
from kamdesk.storage.desk import create_desk
from kamdesk.storage.places import refuse_unsafe_place

MOUNTS = """
/dev/sda1 / ext4 rw 0 0
tank:/home /srv/home nfs4 rw 0 0
//files/share /mnt/my\\040share cifs rw 0 0
ann@far:/ /mnt/far fuse.sshfs rw 0 0
tmpfs /srv/home/local tmpfs rw 0 0
"""


@pytest.mark.parametrize("folder", ["/srv/home/ann/desk", "/mnt/my share/desk", "/mnt/far/desk"])
def test_network_drives_are_refused(folder):
    with pytest.raises(CannotOpen, match="network drive") as caught:
        refuse_unsafe_place(Path(folder), mounts=MOUNTS, environ={})
    assert caught.value.reason == "network"


@pytest.mark.parametrize("folder", ["/home/box/desk", "/srv/home/local/desk", "/srv/homework/desk"])
def test_local_disks_are_taken(folder):
    try:
        refuse_unsafe_place(Path(folder), mounts=MOUNTS, environ={})
    except CannotOpen as refusal:
        pytest.fail(f"{folder} is on a local disk, yet: {refusal}")
    with pytest.raises(CannotOpen):
        refuse_unsafe_place(Path(folder), mounts=f"far:/x {Path(folder).parent} nfs4 rw 0 0", environ={})


@pytest.mark.parametrize(
    "part",
    [
        "OneDrive",
        "OneDrive - 示例公司",
        "Dropbox (Personal)",
        "Google Drive",
        "Mobile Documents",
        "我的坚果云",
        "Nextcloud",
    ],
)
def test_synchronised_folders_are_refused_by_their_name(tmp_path, part):
    with pytest.raises(CannotOpen, match="copies this folder") as caught:
        create_desk(tmp_path / part / "desk", password="x", company="y", currency="EUR")
    assert caught.value.reason == "network"
    assert not (tmp_path / part).exists()


def test_a_synchronised_folder_is_refused_by_its_mark(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(CannotOpen, match="copies this folder"):
        refuse_unsafe_place(tmp_path / "a" / "desk", mounts="")


def test_a_synchronised_folder_is_refused_by_what_its_program_told_the_system(tmp_path):
    with pytest.raises(CannotOpen, match="OneDrive"):
        refuse_unsafe_place(tmp_path / "work" / "desk", mounts="", environ={"OneDrive": str(tmp_path / "work")})


def test_windows_network_paths_are_refused():
    class Share(PurePosixPath):
        def absolute(self):
            return self

    with pytest.raises(CannotOpen, match="network drive"):
        refuse_unsafe_place(Share("\\\\files\\share\\desk"), system="win32", environ={})
