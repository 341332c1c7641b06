"""The web process under gunicorn, behind a proxy that ends TLS.

The number of processes comes from WEB_CONCURRENCY, the address from `--bind`.
"""

wsgi_app = "plugin.app:from_environment()"
# Pages wait for the database and now and then for a platform's keys: threads cost less than
# processes, and two processes keep the tool up while one is renewed.
worker_class = "gthread"
threads = 8
bind = "127.0.0.1:8000"
timeout = 60
graceful_timeout = 30
# A slow leak anywhere below is bounded.
max_requests = 10_000
max_requests_jitter = 1_000
# Where the image has a read-only root, heartbeats still need somewhere to beat.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, private to the container or service
# Requests are logged by the proxy, which leaves queries out: they may hold tokens.
accesslog = None
