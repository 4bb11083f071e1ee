{#- Whether every value of the type `found` is one of the type `wanted` and says the same there, and both are compared alike.
    Both are PostgreSQL's words; only its own types are known here, and of numbers a whole one is known by its digits. -#}
EXISTS (
    SELECT FROM (SELECT replace({{ found }}, '[]', ''), replace({{ wanted }}, '[]', '')) AS of (narrow, wide)
    CROSS JOIN LATERAL (SELECT regexp_replace(narrow, ' ?[(].*[)]', ''), (substring(narrow FROM '[(]([0-9]+)'))::integer, coalesce((substring(narrow FROM ',(-?[0-9]+)'))::integer, 0)) AS n (narrow_name, narrow_size, narrow_scale)
    CROSS JOIN LATERAL (SELECT regexp_replace(wide, ' ?[(].*[)]', ''), (substring(wide FROM '[(]([0-9]+)'))::integer, coalesce((substring(wide FROM ',(-?[0-9]+)'))::integer, 0)) AS w (wide_name, wide_size, wide_scale)
    LEFT JOIN (VALUES ('smallint', 5), ('integer', 10), ('bigint', 19)) AS whole (number, digits) ON number = narrow_name
    WHERE (right({{ found }}, 2) = '[]') = (right({{ wanted }}, 2) = '[]') AND CASE
        WHEN wide_name = 'numeric' AND wide_size IS NULL THEN narrow_name = 'numeric' OR number IS NOT NULL
        WHEN wide_name = 'numeric' THEN coalesce(digits, CASE narrow_name WHEN 'numeric' THEN narrow_size - narrow_scale END) <= wide_size - wide_scale
            AND narrow_scale <= wide_scale
        WHEN (narrow_name, wide_name) IN (
            ('character', 'text'), ('character varying', 'text'), ('smallint', 'integer'), ('smallint', 'bigint'), ('integer', 'bigint'), ('oid', 'bigint'),
            ('smallint', 'real'), ('smallint', 'double precision'), ('integer', 'double precision'), ('real', 'double precision'),
            ('date', 'timestamp without time zone')) THEN true
        WHEN narrow_name = wide_name OR (narrow_name, wide_name) IN (('character', 'character varying'), ('bit', 'bit varying'))
            THEN wide_name IN ('character', 'character varying', 'bit varying', 'time without time zone', 'time with time zone',
                'timestamp without time zone', 'timestamp with time zone') AND coalesce(narrow_size <= wide_size, wide_size IS NULL)
    END)
