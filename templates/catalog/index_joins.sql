{#- Where indexes are looked up with their names and access methods. -#}
pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_am ON pg_am.oid = relam