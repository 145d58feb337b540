-- Schema 3-first of this project as it was written; 3-first stands for its version and when.
-- The store of one release. Tables that other people's scripts read are the views in views.sql
-- or carry exactly the contract's columns; everything else is ours to change.

CREATE TABLE release (
    edition VARCHAR NOT NULL, built_at TIMESTAMP NOT NULL, schema_version INTEGER NOT NULL, parent_sha256 VARCHAR
);

-- One row a file, never deleted: replaced_by names the load that took a file's place.
CREATE TABLE ledger (
    load_id INTEGER PRIMARY KEY, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, force VARCHAR, month DATE,
    file_name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL, rows_kept BIGINT NOT NULL, rows_rejected BIGINT NOT NULL, loaded_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL, rows_added BIGINT NOT NULL, rows_removed BIGINT NOT NULL, rows_changed BIGINT NOT NULL,
    replaced_by INTEGER, notes VARCHAR[] NOT NULL,
    CHECK (rows_read = rows_kept + rows_rejected)
);

CREATE TABLE reject (load_id INTEGER NOT NULL, line BIGINT NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR);

-- Each distinct text once: categories, outcomes, streets, forces, ONS codes.
CREATE TABLE term (term_id INTEGER PRIMARY KEY, term VARCHAR NOT NULL);

-- Ordered by force, district, area, month: a district's page reads neighbouring rows only.
CREATE TABLE incident_row (
    force_id INTEGER NOT NULL, area_id INTEGER, month DATE NOT NULL, category_id INTEGER NOT NULL,
    outcome_id INTEGER, longitude DOUBLE, latitude DOUBLE, location_id INTEGER,
    occurred_from TIMESTAMP, occurred_to TIMESTAMP, reported_by_id INTEGER,
    load_id INTEGER NOT NULL, line BIGINT NOT NULL
);

-- The 64-character identifiers are half the bytes and only export and audit want them.
CREATE TABLE incident_identifier (load_id INTEGER NOT NULL, line BIGINT NOT NULL, crime_id VARCHAR NOT NULL);

-- What partners' event extracts cover: each category that a file can have in each month of its span, with its rows.
-- A month that is covered and has no row is zero; one that no extract covers is a gap. replaced_by as in ledger.
CREATE TABLE coverage (
    load_id INTEGER NOT NULL, category VARCHAR NOT NULL, month DATE NOT NULL, n BIGINT NOT NULL, replaced_by INTEGER
);

CREATE TABLE outcome_row (
    force_id INTEGER NOT NULL, crime_id VARCHAR, month DATE NOT NULL, outcome_id INTEGER NOT NULL,
    longitude DOUBLE, latitude DOUBLE, location_id INTEGER, area_id INTEGER, reported_by_id INTEGER,
    load_id INTEGER NOT NULL, line BIGINT NOT NULL
);

-- ONS names as the files print them, for areas of which nothing else is known.
CREATE TABLE area_seen (area_code VARCHAR PRIMARY KEY, area_name VARCHAR NOT NULL);

-- One row a code: an LSOA that both censuses have stands once, with its newest outline.
CREATE TABLE area (
    area_code VARCHAR NOT NULL, area_name VARCHAR NOT NULL, level VARCHAR NOT NULL, parent_code VARCHAR,
    vintage INTEGER, geometry BLOB, longitude DOUBLE, latitude DOUBLE
);

-- LSOA outlines as loaded, one a code and vintage; area.geometry and outline are worked out from them.
CREATE TABLE boundary (area_code VARCHAR NOT NULL, vintage INTEGER NOT NULL, geometry BLOB NOT NULL);

CREATE TABLE area_link (from_code VARCHAR NOT NULL, to_code VARCHAR NOT NULL, kind VARCHAR NOT NULL, weight DOUBLE NOT NULL);

-- Where each link came from: 'ONS lookup' or 'inferred from map points'.
CREATE TABLE area_link_origin (kind VARCHAR NOT NULL, from_code VARCHAR NOT NULL, to_code VARCHAR NOT NULL, origin VARCHAR NOT NULL);

-- An area of any vintage to the area that can be compared across June 2023.
CREATE TABLE area_common (area_code VARCHAR PRIMARY KEY, common_code VARCHAR NOT NULL);

-- A common area's outline as GeoJSON, rounded and wound for the map, so that no page handles geometry.
CREATE TABLE outline (area_code VARCHAR PRIMARY KEY, geojson VARCHAR NOT NULL);

CREATE TABLE population (area_code VARCHAR NOT NULL, year INTEGER NOT NULL, persons BIGINT NOT NULL, households BIGINT);

-- Populations of common areas: summed over all members of one vintage, absent where one member lacks its figure.
-- Apart from population, so that a sum over population counts nobody twice.
CREATE TABLE common_population (
    area_code VARCHAR NOT NULL, year INTEGER NOT NULL, persons BIGINT NOT NULL, households BIGINT
);

CREATE TABLE observation (
    indicator VARCHAR NOT NULL, area_code VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE NOT NULL,
    numerator DOUBLE, denominator DOUBLE, value DOUBLE, source VARCHAR NOT NULL, note VARCHAR
);

CREATE TABLE survey_answer (
    survey VARCHAR NOT NULL, question VARCHAR NOT NULL, wave_start DATE NOT NULL, wave_end DATE NOT NULL,
    area_code VARCHAR NOT NULL, n BIGINT, share DOUBLE, design_effect DOUBLE, source VARCHAR NOT NULL
);

-- How a wave was worded and asked, where its file said so: waves that differ in it are never joined.
CREATE TABLE survey_wave (
    survey VARCHAR NOT NULL, question VARCHAR NOT NULL, wave_start DATE NOT NULL, wave_end DATE NOT NULL,
    area_code VARCHAR NOT NULL, wording VARCHAR, method VARCHAR
);

-- The mart that pages read; incident_monthly is its contract face. NULL area_code is kept.
CREATE TABLE monthly (
    district_code VARCHAR, common_code VARCHAR, area_code VARCHAR, month DATE NOT NULL, category VARCHAR NOT NULL, n BIGINT NOT NULL
);
-- The contract's names: columns are fixed, other people's scripts read them.

CREATE VIEW load AS
SELECT load_id, source, kind, file_name, sha256, rows_read, rows_kept, rows_rejected, loaded_at FROM ledger;

CREATE VIEW incident AS
SELECT ledger.source, incident_row.load_id, incident_row.line, incident_identifier.crime_id, incident_row.month,
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
LEFT JOIN incident_identifier
    ON incident_identifier.load_id = incident_row.load_id AND incident_identifier.line = incident_row.line;

CREATE VIEW outcome AS
SELECT outcome_row.load_id, outcome_row.line, outcome_row.crime_id, outcome_row.month, outcome.term AS outcome,
    outcome_row.longitude, outcome_row.latitude, location.term AS location, area.term AS area_code,
    reporter.term AS reported_by
FROM outcome_row
JOIN term AS outcome ON outcome.term_id = outcome_row.outcome_id
LEFT JOIN term AS location ON location.term_id = outcome_row.location_id
LEFT JOIN term AS area ON area.term_id = outcome_row.area_id
LEFT JOIN term AS reporter ON reporter.term_id = outcome_row.reported_by_id;

CREATE VIEW incident_monthly AS
SELECT area_code, month, category, CAST(sum(n) AS BIGINT) AS n FROM monthly GROUP BY area_code, month, category;
