-- The contract's names: columns are fixed, other people's scripts read them.

CREATE VIEW load AS
SELECT load_id, source, kind, file_name, sha256, rows_read, rows_kept, rows_rejected, loaded_at FROM ledger;

CREATE VIEW incident_identifier_of AS
SELECT load_id, line, replace(CAST(first_half AS VARCHAR) || CAST(second_half AS VARCHAR), '-', '') AS crime_id
FROM incident_identifier
UNION ALL SELECT load_id, line, crime_id FROM incident_identifier_text;

CREATE VIEW incident AS
SELECT ledger.source, incident_row.load_id, incident_row.line, identifier.crime_id, incident_row.month,
    incident_row.occurred_from, incident_row.occurred_to, category.term AS category, outcome.term AS outcome,
    incident_row.longitude, incident_row.latitude, location.term AS location, area.term AS area_code,
    reporter.term AS reported_by
FROM incident_row
JOIN ledger ON ledger.load_id = incident_row.load_id
JOIN term AS category ON category.term_id = incident_row.category_id
LEFT JOIN term AS outcome ON outcome.term_id = incident_row.outcome_id
LEFT JOIN term AS location ON location.term_id = incident_row.location_id
LEFT JOIN term AS area ON area.term_id = incident_row.area_id
LEFT JOIN term AS reporter ON reporter.term_id = incident_row.reported_by_id
LEFT JOIN incident_identifier_of AS identifier
    ON identifier.load_id = incident_row.load_id AND identifier.line = incident_row.line;

CREATE VIEW outcome AS
SELECT outcome_row.load_id, outcome_row.line, outcome_row.crime_id, outcome_row.month, outcome.term AS outcome,
    outcome_row.longitude, outcome_row.latitude, location.term AS location, area.term AS area_code,
    reporter.term AS reported_by
FROM outcome_row
JOIN term AS outcome ON outcome.term_id = outcome_row.outcome_id
LEFT JOIN term AS location ON location.term_id = outcome_row.location_id
LEFT JOIN term AS area ON area.term_id = outcome_row.area_id
LEFT JOIN term AS reporter ON reporter.term_id = outcome_row.reported_by_id;

CREATE VIEW monthly AS
SELECT place.district_code, place.common_code, place.area_code, cell.month, kind.category, CAST(cell.n AS BIGINT) AS n
FROM monthly_cell AS cell
JOIN monthly_place AS place ON place.area_id = cell.area_id
JOIN monthly_category AS kind ON kind.category_id = cell.category_id;

CREATE VIEW incident_monthly AS
SELECT area_code, month, category, CAST(sum(n) AS BIGINT) AS n FROM monthly GROUP BY area_code, month, category;

CREATE VIEW counted AS
SELECT counted_cell.load_id, force.term AS force, area.term AS area_code, counted_cell.month,
    category.term AS category, counted_cell.n
FROM counted_cell
JOIN term AS force ON force.term_id = counted_cell.force_id
JOIN term AS category ON category.term_id = counted_cell.category_id
LEFT JOIN term AS area ON area.term_id = counted_cell.area_id;
