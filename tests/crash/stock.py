"""Run by itself: units that wait for their IMEIs; prints what the harness needs to know of them."""

import json
import sys

import django

django.setup()

from bench.stock import load_imeis, make_stock  # noqa: E402

stock = make_stock(units=int(sys.argv[1]))
load_imeis(stock)
print(
    json.dumps(
        {
            "bearer": stock.bearer,
            "station": stock.issuing.stations[0],
            "serials": [stock.issuing.serial(n) for n in range(stock.issuing.count)],
        }
    )
)
