{#- What pg_get_indexdef prints of an index, without CREATE INDEX and the name, for concat(). -#}
CASE WHEN indisunique THEN 'UNIQUE ' END,
right(pg_get_indexdef(indexrelid), -length(format('CREATE %sINDEX %I ', CASE WHEN indisunique THEN 'UNIQUE ' END, relname)))