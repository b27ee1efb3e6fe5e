"""moto's server. Requests are served one at a time: its tables are not safe between threads, and
conditional writes are what tests and rehearsals are about.
"""

from __future__ import annotations

import logging
import socket
import threading
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterable


def start(host: str, port: int) -> int:
    """Serves until the process ends; the port, which port 0 leaves open. Raises OSError."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    moto = DomainDispatcherApplication(create_backend_app)
    one_at_a_time = threading.Lock()

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with one_at_a_time:
            return list(moto(environ, start_response))

    # werkzeug would end the process where it cannot listen.
    with socket.create_server((host, port)) as listener:
        server = make_server(host, port, serve, threaded=True, fd=listener.fileno())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.port
