{#- The default of a column, a constant as its bare value, whichever casts and brackets it has (see column_joins.sql), for a CASE that is left to whoever includes it. -#}
WHEN attidentity <> '' OR starts_with(value, '"nextval"(') THEN 'autoincrement()'
WHEN replace(value, '::' || format_type(atttypid, atttypmod), '') ~ '^[(]*("now"[(][)]|"transaction_timestamp"[(][)]|CURRENT_TIMESTAMP([(][0-9][)])?)[)]*$'
    THEN 'CURRENT_TIMESTAMP'
WHEN starts_with(value, 'NULL::') THEN NULL WHEN t.typcategory = 'N' AND constant ~ '^''?-? ?[0-9.]+''?$' THEN trim_scale(translate(constant, ''' ', '')::numeric)::text
WHEN constant = 'ARRAY[]' THEN '''{}''' ELSE coalesce(constant, value) END
