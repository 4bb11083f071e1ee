{#- The default of a column. A constant is printed as its bare value, whichever casts and brackets it has: see column_joins.sql. -#}
CASE WHEN attidentity <> '' OR starts_with(value, '"nextval"(') THEN 'autoincrement()' WHEN value = '"now"()' THEN 'CURRENT_TIMESTAMP'
WHEN starts_with(value, 'NULL::') THEN NULL WHEN t.typcategory = 'N' AND constant ~ '^''?-?[0-9.]+''?$' THEN trim_scale(trim(constant, '''')::numeric)::text
WHEN constant = 'ARRAY[]' THEN '''{}''' ELSE coalesce(constant, value) END