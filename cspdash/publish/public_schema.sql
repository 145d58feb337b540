-- The public edition's store: only what may be published. Names and columns that pages read are as in the partnership's
-- store (store/schema.sql); tables of rows, rejects, outcomes, identifiers, places and custom areas do not exist.

CREATE TABLE release (
    edition VARCHAR NOT NULL, built_at TIMESTAMP NOT NULL, schema_version INTEGER NOT NULL, parent_sha256 VARCHAR
);

-- Files of what is open at its source: police.uk months by their public names, boundaries and populations.
CREATE TABLE ledger (
    load_id INTEGER PRIMARY KEY, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, force VARCHAR, month DATE,
    file_name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL, rows_kept BIGINT NOT NULL, rows_rejected BIGINT NOT NULL, loaded_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL, rows_added BIGINT NOT NULL, rows_removed BIGINT NOT NULL, rows_changed BIGINT NOT NULL,
    replaced_by INTEGER, notes VARCHAR[] NOT NULL
);

-- Always empty here: partners' counts are protected cells, not months of events.
CREATE TABLE coverage (
    load_id INTEGER NOT NULL, category VARCHAR NOT NULL, month DATE NOT NULL, n BIGINT NOT NULL, replaced_by INTEGER
);

-- Why a month of a force is not used as it is, of what is open: rows, categories and localities of its police.uk file.
CREATE TABLE completeness (
    force VARCHAR NOT NULL, month DATE NOT NULL, sign VARCHAR NOT NULL, found DOUBLE, expected DOUBLE, detail VARCHAR
);

CREATE TABLE area (
    area_code VARCHAR NOT NULL, area_name VARCHAR NOT NULL, level VARCHAR NOT NULL, parent_code VARCHAR,
    vintage INTEGER, geometry BLOB, longitude DOUBLE, latitude DOUBLE
);
CREATE TABLE area_link (from_code VARCHAR NOT NULL, to_code VARCHAR NOT NULL, kind VARCHAR NOT NULL, weight DOUBLE NOT NULL);
CREATE TABLE area_link_origin (kind VARCHAR NOT NULL, from_code VARCHAR NOT NULL, to_code VARCHAR NOT NULL, origin VARCHAR NOT NULL);
CREATE TABLE area_common (area_code VARCHAR PRIMARY KEY, common_code VARCHAR NOT NULL);
CREATE TABLE outline (area_code VARCHAR PRIMARY KEY, geojson VARCHAR NOT NULL);
CREATE TABLE population (area_code VARCHAR NOT NULL, year INTEGER NOT NULL, persons BIGINT NOT NULL, households BIGINT);
CREATE TABLE common_population (
    area_code VARCHAR NOT NULL, year INTEGER NOT NULL, persons BIGINT NOT NULL, households BIGINT
);

-- Printed figures and class O as they are; classes R and S only as functions of protected_cell.
CREATE TABLE observation (
    indicator VARCHAR NOT NULL, area_code VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE NOT NULL,
    numerator DOUBLE, denominator DOUBLE, value DOUBLE, source VARCHAR NOT NULL, note VARCHAR
);
CREATE TABLE survey_answer (
    survey VARCHAR NOT NULL, question VARCHAR NOT NULL, wave_start DATE NOT NULL, wave_end DATE NOT NULL,
    area_code VARCHAR NOT NULL, n BIGINT, share DOUBLE, design_effect DOUBLE, source VARCHAR NOT NULL
);
CREATE TABLE survey_wave (
    survey VARCHAR NOT NULL, question VARCHAR NOT NULL, wave_start DATE NOT NULL, wave_end DATE NOT NULL,
    area_code VARCHAR NOT NULL, wording VARCHAR, method VARCHAR
);

-- Class O, at the grain already published by police.uk: exact.
CREATE TABLE monthly (
    district_code VARCHAR, common_code VARCHAR, area_code VARCHAR, month DATE NOT NULL, category VARCHAR NOT NULL, n BIGINT NOT NULL
);

-- Every count of class R or S that is published, each by the 10-5 rule: NULL with its flag says why.
CREATE TABLE protected_cell (
    indicator VARCHAR NOT NULL, area_code VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE NOT NULL,
    published BIGINT, flag VARCHAR NOT NULL, disclosure VARCHAR NOT NULL
);

-- What was hidden because somebody asked, with what would give it away.
CREATE TABLE hidden_cell (
    indicator VARCHAR NOT NULL, area_code VARCHAR NOT NULL, period_start DATE NOT NULL, period_end DATE NOT NULL,
    hidden_on DATE NOT NULL, reason VARCHAR NOT NULL
);

-- The gate's record: a release without passed = true is never served.
CREATE TABLE release_gate (
    passed BOOLEAN NOT NULL, checked_at TIMESTAMP NOT NULL, cells BIGINT NOT NULL, sums BIGINT NOT NULL,
    solved BIGINT NOT NULL, earlier_releases BIGINT NOT NULL, dropped BIGINT NOT NULL
);

CREATE VIEW load AS
SELECT load_id, source, kind, file_name, sha256, rows_read, rows_kept, rows_rejected, loaded_at FROM ledger;

CREATE VIEW incident_monthly AS
SELECT area_code, month, category, CAST(sum(n) AS BIGINT) AS n FROM monthly GROUP BY area_code, month, category;
