-- Map points that were seen in an area: what links areas of 2011 with those of 2021 where no lookup is loaded.
SELECT DISTINCT area_code, longitude, latitude
FROM placed
