{#- Where columns of tables are looked up with their types (item is t, or what t is a list of) and defaults; a constant is known by
    what may stand around it, and that is no operator and no call. -#}
pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p') LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
JOIN pg_type t ON t.oid = atttypid
JOIN pg_type item ON item.oid = CASE WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN t.typelem ELSE t.oid END
CROSS JOIN LATERAL (SELECT pg_get_expr(adbin, adrelid)) AS printed (value)
CROSS JOIN LATERAL (SELECT substring(value FROM '^[(+ ]*(''.*''|-? ?[0-9.]+|ARRAY[[]])[][:alnum:]_ ":(),.[]*$')) AS bare (constant)