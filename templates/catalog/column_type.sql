{#- The type of a column, for concat(), up to an END that is left to whoever includes it. An extension's type is the same in
    every schema; all others but PostgreSQL's own are printed with theirs. The names in it are those of column_joins.sql. -#}
CASE WHEN item.typnamespace = 'pg_catalog'::regnamespace THEN replace(format_type(item.oid, modifier), '"', '')
WHEN item.typtype = 'b' THEN concat(item.typname, '(' || nullif(modifier, -1) || ')') ELSE format_type(item.oid, NULL) END,
CASE WHEN item.oid <> t.oid THEN '[]'