{#- Where columns of tables are looked up with their types (item is t, or what t is a list of), which for a domain are those
    of the type under it, and defaults; a constant is known by what may stand around it, and that is no operator and no call.
    The modifier is what stands in brackets: 6 is the usual one of times, and a char of any length is taken for one of 1. -#}
pg_attribute JOIN pg_class c ON c.oid = attrelid AND relkind IN ('r', 'p') LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
JOIN pg_type own ON own.oid = atttypid JOIN pg_type t ON t.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
JOIN pg_type item ON item.oid = CASE WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN t.typelem ELSE t.oid END
CROSS JOIN LATERAL (SELECT pg_get_expr(adbin, adrelid),
    nullif(greatest(atttypmod, own.typtypmod, CASE item.typname WHEN 'bpchar' THEN 5 END), CASE item.typcategory WHEN 'D' THEN 6 END)) AS printed (value, modifier)
CROSS JOIN LATERAL (SELECT substring(value FROM '^[(+ ]*(''.*''|-? ?[0-9.]+|ARRAY[[]])([][:alnum:]_ :(),.[]|"[^"]*")*$')) AS bare (constant)