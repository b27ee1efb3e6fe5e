"""`python -m local.certificates`: a throw-away authority, and a certificate for a server's names.

Writes `ca.pem`, `server.pem` (the server's chain) and `server-key.pem` (for the owner only) into a
folder, and prints `written`. The authority's own key is kept nowhere.
"""

from __future__ import annotations

from pathlib import Path

import trustme

from .arguments import CommandLine
from .lines import print_line


def main() -> None:
    """Exit code 2: the folder or the names are not usable."""
    line = CommandLine("local.certificates", "Makes certificates that nobody else trusts.")
    line.parser.add_argument("folder", metavar="FOLDER", type=Path, help="where to write them")
    line.parser.add_argument("names", metavar="NAME", nargs="+", help="of the server")
    given = line.parser.parse_args()
    authority = trustme.CA()
    for name in given.names:
        try:
            authority.issue_cert(name)
        except ValueError as error:
            line.faults.append(f"{name!r} is not a name that a server can have: {error}")
    line.check()
    try:
        _write(given.folder, authority, authority.issue_cert(*given.names))
    except OSError as error:
        line.fail(f"{error.filename}: {error.strerror}")
    print_line("written")


def _write(folder: Path, authority: trustme.CA, server: trustme.LeafCert) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ca.pem").write_bytes(authority.cert_pem.bytes())
    (folder / "server.pem").write_bytes(b"".join(pem.bytes() for pem in server.cert_chain_pems))
    key = folder / "server-key.pem"
    # One that is there already may be open to others.
    key.unlink(missing_ok=True)
    key.touch(mode=0o600)
    key.write_bytes(server.private_key_pem.bytes())


if __name__ == "__main__":
    main()
