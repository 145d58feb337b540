-- Files whose kept rows are not the sum of the mart for their force and month: there must be none.
SELECT source_file.file_name, source_file.rows_kept, coalesce(sum(mart.n), 0) AS rows_counted
FROM source_file
LEFT JOIN mart ON mart.force = source_file.force AND mart.month = source_file.month
WHERE NOT source_file.replaced
GROUP BY source_file.file_name, source_file.rows_kept
HAVING source_file.rows_kept <> coalesce(sum(mart.n), 0)
