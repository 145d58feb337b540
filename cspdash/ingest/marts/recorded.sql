-- The monthly mart at the grain of the files: kept rows (force, month, area_code, category) counted.
-- District, comparable area and names are worked out when the counts become a release.
SELECT force, month, area_code, category, count(*) AS n
FROM kept
GROUP BY force, month, area_code, category
