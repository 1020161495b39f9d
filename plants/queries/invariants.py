"""What must hold of plants, routes, calendars and targets."""

from mes.kernel.invariants import Invariant

INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "plants.months_add_up",
        "the months of a year add up to its target",
        """
        SELECT p.code, a.year, a.units AS target, sum(m.units) AS months
        FROM plants_annualtarget a
        JOIN plants_plant p ON p.id = a.plant_id
        JOIN plants_monthtarget m ON m.annual_id = a.id
        GROUP BY p.code, a.id, a.year, a.units HAVING sum(m.units) <> a.units
        """,
    ),
    Invariant(
        "plants.route_has_output",
        "a released route has one step at which a unit counts as made",
        """
        SELECT r.id, count(s.id) AS output_steps FROM plants_route r
        LEFT JOIN plants_routestep s ON s.route_id = r.id AND s.is_output
        WHERE r.state <> 'draft' GROUP BY r.id HAVING count(s.id) <> 1
        """,
    ),
    Invariant(
        "plants.gates_are_granted",
        "a gate that a released step asks for is granted by a step before it",
        """
        SELECT r.id, s.position, gate FROM plants_route r
        JOIN plants_routestep s ON s.route_id = r.id
        CROSS JOIN LATERAL unnest(s.gates) gate
        WHERE r.state <> 'draft' AND NOT EXISTS (
          SELECT 1 FROM plants_routestep g
          WHERE g.route_id = r.id AND g.position < s.position AND g.grants = gate)
        """,
    ),
    Invariant(
        "plants.token_in_its_plant",
        "a device's station stands in the device's plant",
        """
        SELECT t.id, t.name FROM plants_devicetoken t
        JOIN plants_station s ON s.id = t.station_id
        JOIN plants_line l ON l.id = s.line_id
        WHERE l.plant_id <> t.plant_id
        """,
    ),
    Invariant(
        "plants.shift_is_bounded",
        "a shift begins and ends, within a day and a half",
        """
        SELECT id, line_id, date FROM plants_shift
        WHERE lower_inf(span) OR upper_inf(span) OR isempty(span)
          OR upper(span) - lower(span) > interval '36 hours'
        """,
    ),
)
