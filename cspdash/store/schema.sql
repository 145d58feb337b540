-- The store of one release. Tables that other people's scripts read are the views in views.sql
-- or carry exactly the contract's columns; everything else is ours to change.

CREATE TABLE release (
    edition VARCHAR NOT NULL, built_at TIMESTAMP NOT NULL, schema_version INTEGER NOT NULL, parent_sha256 VARCHAR
);

-- One row a file, never deleted: replaced_by names the load that took a file's place. bytes is the size of what sha256
-- is of, parser the version of the reading (ingest.PARSER); neither is known of what was loaded before schema 6.
CREATE TABLE ledger (
    load_id INTEGER PRIMARY KEY, source VARCHAR NOT NULL, kind VARCHAR NOT NULL, force VARCHAR, month DATE,
    file_name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    rows_read BIGINT NOT NULL, rows_kept BIGINT NOT NULL, rows_rejected BIGINT NOT NULL, loaded_at TIMESTAMP NOT NULL,
    status VARCHAR NOT NULL, rows_added BIGINT NOT NULL, rows_removed BIGINT NOT NULL, rows_changed BIGINT NOT NULL,
    replaced_by INTEGER, notes VARCHAR[] NOT NULL, bytes BIGINT, parser INTEGER,
    CHECK (rows_read = rows_kept + rows_rejected)
);

CREATE TABLE reject (load_id INTEGER NOT NULL, line BIGINT NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR);

-- Rows that were in quarantine until they were mended: reject has them no more, they are held under the file and line
-- that they came from, and by_load is the file that mended them. raw is what came first, text what was loaded.
CREATE TABLE mended (
    load_id INTEGER NOT NULL, line BIGINT NOT NULL, reason VARCHAR NOT NULL, raw VARCHAR, text VARCHAR NOT NULL,
    by_load INTEGER NOT NULL
);

-- Why a month of a force is not used as it is: one row a sign (ingest/completeness.py), none where nothing is wrong.
-- found is held against expected; detail names what is missing. 'no past' says that nothing could be tested.
CREATE TABLE completeness (
    force VARCHAR NOT NULL, month DATE NOT NULL, sign VARCHAR NOT NULL, found DOUBLE, expected DOUBLE, detail VARCHAR
);

-- Each distinct text once: categories, outcomes, streets, forces, ONS codes.
CREATE TABLE term (term_id INTEGER PRIMARY KEY, term VARCHAR NOT NULL);

-- Ordered by force, district, area, month: a district's page reads neighbouring rows only.
CREATE TABLE incident_row (
    force_id INTEGER NOT NULL, area_id INTEGER, month DATE NOT NULL, category_id INTEGER NOT NULL,
    outcome_id INTEGER, longitude DOUBLE, latitude DOUBLE, location_id INTEGER,
    occurred_from TIMESTAMP, occurred_to TIMESTAMP, reported_by_id INTEGER,
    load_id INTEGER NOT NULL, line BIGINT NOT NULL
);

-- Incidents that another engine counted (ingest marts): what incident_row would give, without the rows, shown by the view counted. A store has
-- police.uk's months as rows or as counts, never both. seen_point has the map points that were seen in an area.
CREATE TABLE counted_cell (
    force_id INTEGER NOT NULL, area_id INTEGER, month DATE NOT NULL, category_id INTEGER NOT NULL, load_id INTEGER NOT NULL,
    n BIGINT NOT NULL
);
CREATE TABLE seen_point (area_code VARCHAR NOT NULL, longitude DOUBLE NOT NULL, latitude DOUBLE NOT NULL);

-- Crime IDs, which only export and audit want: 64 hexadecimal digits are 32 bytes, two UUIDs, and nothing shortens them.
-- Any other identifier, as partners have them, is a text. The view incident_identifier_of gives both back as written.
CREATE TABLE incident_identifier (
    load_id INTEGER NOT NULL, line BIGINT NOT NULL, first_half UUID NOT NULL, second_half UUID NOT NULL
);
CREATE TABLE incident_identifier_text (load_id INTEGER NOT NULL, line BIGINT NOT NULL, crime_id VARCHAR NOT NULL);

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

-- The mart that pages read, as the view monthly: incidents by area as recorded, month and category, in the order of
-- monthly_place.position (district, then code). area_id 0 is no area. Texts are beside it, so that a new link between
-- areas changes a few rows of monthly_place and not the counts.
CREATE TABLE monthly_cell (area_id INTEGER NOT NULL, month DATE NOT NULL, category_id INTEGER NOT NULL, n INTEGER NOT NULL);
CREATE TABLE monthly_place (
    area_id INTEGER NOT NULL, position INTEGER NOT NULL, district_code VARCHAR, common_code VARCHAR, area_code VARCHAR
);
CREATE TABLE monthly_category (category_id INTEGER NOT NULL, category VARCHAR NOT NULL);

-- Areas that the partnership drew itself: rows of area with level 'custom' and a code X-name, which is no ONS code.
-- drawn is the text of its file beside the store (custom-areas/), from which the rest is worked out at every build.
-- kind is 'outline' (the events whose map points lie inside) or 'localities' (the events of the localities listed).
-- persons are summed over localities, in an outline by the share of each locality's ground: about right at best.
CREATE TABLE custom_area (
    area_code VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, drawn VARCHAR NOT NULL, districts VARCHAR[] NOT NULL,
    persons BIGINT, year INTEGER
);

-- Whose rows are whose: a map point (longitude, latitude) inside the outline, or a common area that is listed.
CREATE TABLE custom_point (area_code VARCHAR NOT NULL, longitude DOUBLE NOT NULL, latitude DOUBLE NOT NULL);
CREATE TABLE custom_member (area_code VARCHAR NOT NULL, common_code VARCHAR NOT NULL);

-- Counts of own areas, apart from monthly: they lie over localities that are counted there already.
CREATE TABLE custom_monthly (area_code VARCHAR NOT NULL, month DATE NOT NULL, category VARCHAR NOT NULL, n BIGINT NOT NULL);

-- Common areas that touch, both ways round, from their outlines: nothing later reads geometry.
CREATE TABLE neighbour (area_code VARCHAR NOT NULL, other_code VARCHAR NOT NULL);

-- Hot spots, worked out when a release is built. A run is one subject (an indicator's slug) and measure (count, rate)
-- over the months from first to last: part 'window' is the newest twelve, 'period' a calendar quarter, 'origin' what
-- the map's own grade was fitted on, tested to test_month ('origin-6' where six months are held before the test, not
-- twelve: two may begin in one month). note says why a run was not made; inputs is the sha256 of all that went into a
-- subject and measure, so that only what changed is worked out again.
CREATE TABLE hot_spot_run (
    subject VARCHAR NOT NULL, measure VARCHAR NOT NULL, part VARCHAR NOT NULL, first_month DATE, last_month DATE,
    test_month DATE, areas INTEGER NOT NULL, permutations INTEGER NOT NULL, seed INTEGER NOT NULL, level DOUBLE NOT NULL,
    inputs VARCHAR NOT NULL, note VARCHAR NOT NULL
);

-- What a run found of each area; of a period only the areas that were hot or cold, of an origin no p.
CREATE TABLE hot_spot (
    subject VARCHAR NOT NULL, measure VARCHAR NOT NULL, part VARCHAR NOT NULL, first_month DATE NOT NULL,
    area_code VARCHAR NOT NULL, n BIGINT NOT NULL, persons BIGINT, z DOUBLE NOT NULL, p DOUBLE, hot BOOLEAN, cold BOOLEAN
);
