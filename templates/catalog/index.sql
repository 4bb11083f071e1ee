{#- How an index is found in pg_index. -#}
indexrelid = {{ relation }}