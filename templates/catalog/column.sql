{#- How a column is found in pg_attribute. -#}
attrelid = {{ relation }} AND attname = {{ attribute }} AND NOT attisdropped