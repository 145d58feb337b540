-- ONS names as the files print them; where files differ, the last in the alphabet.
SELECT area_code, max(area_name) AS area_name
FROM named
GROUP BY area_code
