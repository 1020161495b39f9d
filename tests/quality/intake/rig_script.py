"""A rig's own OpenHTF script: server, token, spool folder and serial are its arguments."""

import json
import sys

import openhtf as htf
from karkhana import Rig  # type: ignore[import-not-found]  # the rig's copy
from openhtf.util import units

SERVER, TOKEN, SPOOL, SERIAL = sys.argv[1:5]


@htf.measures(
    htf.Measurement("level").in_range(0, 10),
    htf.Measurement("firmware"),
    htf.Measurement("beside"),
    htf.Measurement("sweep").with_dimensions(units.HERTZ),
)
def levels(test: htf.TestApi) -> None:
    test.measurements.level = 5.5
    test.measurements.firmware = "V7.10"
    test.measurements.beside = 7
    test.measurements.sweep[900] = 32.6
    test.measurements.sweep[1800] = 29.8
    test.attach("picture", b"photo", mimetype="image/png")


rig = Rig(SERVER, TOKEN, spool=SPOOL, station="LHR-B-MMI1", pauses=(0.05,))
test = htf.Test(levels, test_name="mmi", test_version="7")
test.add_output_callbacks(rig.openhtf)
test.execute(test_start=lambda: SERIAL)
print(json.dumps({"waiting": len(rig.waiting()), "answers": [one[1] for one in rig.answers]}))
