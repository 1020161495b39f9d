"""What runs beside a test rig, not on the server: copy `karkhana.py` to the rig."""
