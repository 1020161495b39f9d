"""`python -m mes.serve.health PORT`: the image's health check; needs no curl."""

import sys
from urllib.error import URLError
from urllib.request import urlopen


def main() -> int:
    url = f"http://127.0.0.1:{int(sys.argv[1])}/healthz"
    try:
        with urlopen(url, timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except (URLError, OSError) as trouble:
        print(f"{url}: {trouble}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
