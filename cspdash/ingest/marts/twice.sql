-- A force and month of which two files are live: there must be none.
SELECT force, month, min(file_name) AS one, max(file_name) AS other
FROM source_file
WHERE NOT replaced
GROUP BY force, month
HAVING count(*) > 1
