"""Which step of a route prints which label of the unit, in SQL: for the queue and for the check."""

AT_A_STEP = """
SELECT r.route_id, r.position,
  CASE WHEN o.code = 'WRSN' THEN 'board' ELSE 'device' END AS kind
FROM plants_routestep r JOIN plants_operation o ON o.id = r.operation_id
WHERE o.code = 'WRSN' OR o.kind = 'imei_write' OR o.code = 'VPD'
"""
"""The board's where its serial is written, the device's where its numbers are (process.md §1.3:
rows WRSN and IMEIW; a device without IMEI has its data written at VPD).
"""
